"""The mails about business meetings, one function each."""
