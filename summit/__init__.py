"""Summit: from a delegate's registration to the entrance door of the BRICS+ Fashion Summit."""
