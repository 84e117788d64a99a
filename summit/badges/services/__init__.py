"""What badges change: cards drawn, runs ordered, finished, cancelled and purged."""
