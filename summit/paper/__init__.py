"""Paper: HTML laid out as PDF by WeasyPrint, in a process apart from the one that answers requests."""
