"""Badges on paper and on the phone: cards, PDF, print runs."""
