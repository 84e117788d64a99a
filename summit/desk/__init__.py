"""The help desk: people found, checked, registered on site, and badges handed out."""
