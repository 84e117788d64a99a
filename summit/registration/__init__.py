"""Delegates: the form, the review desk, the status page."""
