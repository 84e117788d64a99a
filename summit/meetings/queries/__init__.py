"""Reading business meetings."""
