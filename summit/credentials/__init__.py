"""The code on a badge: issued, looked up, revoked."""
