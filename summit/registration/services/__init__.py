"""Changing registrations: one module per subject."""
