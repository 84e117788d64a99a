"""What is decided about companies, on plain values."""
