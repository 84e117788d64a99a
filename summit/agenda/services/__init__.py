"""Changing the draft, releasing it, and what delegates do with it."""
