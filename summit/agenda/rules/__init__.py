"""What the programme decides without a database: contents, times, conflicts, versions, sign-ups."""
