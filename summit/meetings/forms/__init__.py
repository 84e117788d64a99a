"""Forms of business meetings."""
