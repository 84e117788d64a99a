"""The background work of companies, one module per kind."""
