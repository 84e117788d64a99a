"""The background work of the programme, one module per kind."""
