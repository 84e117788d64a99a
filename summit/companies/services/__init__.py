"""Changing companies."""
