"""The shape of what delegates and officers send."""
