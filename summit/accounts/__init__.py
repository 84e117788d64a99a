"""People who sign in, their roles and their sessions."""
