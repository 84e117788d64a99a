"""The demo's programme: tracks, sessions, people on stage, two releases, and a draft with one conflict of each kind."""
