"""What the help desk changes: badges handed out, people registered on site."""
