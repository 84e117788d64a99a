"""Gates, scans and who is inside."""
