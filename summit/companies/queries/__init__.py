"""Reading companies."""
