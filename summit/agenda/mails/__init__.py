"""Mails about the programme."""
