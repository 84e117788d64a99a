"""What all views share: access, languages, forms, security headers, error pages."""
