"""Mails about companies."""
