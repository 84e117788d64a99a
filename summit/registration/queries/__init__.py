"""Reading registrations: one module per subject."""
