"""Work on meetings that runs in the background."""
