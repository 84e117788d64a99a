"""Changing business meetings."""
