"""What is decided about business meetings, on plain values."""
