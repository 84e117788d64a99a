"""The outbox: a mail is a row first, and leaves the building only after the commit."""
