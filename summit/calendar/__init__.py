"""A person's time: who is busy when, the personal agenda, its feed, and claims on what only one can have."""
