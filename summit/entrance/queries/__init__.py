"""Reading gates, people at gates and scans."""
