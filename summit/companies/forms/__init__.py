"""Forms about companies."""
