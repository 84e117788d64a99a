"""Editions and missions: days, time zone, venue, halls, zones, categories, languages."""
