"""Editions and missions: days, time zone, halls, zones, categories and languages."""
