"""The mails of registration: one function per mail, and the links in them."""
