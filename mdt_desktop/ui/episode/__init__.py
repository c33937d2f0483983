"""To hospital and back: what happened, when, and what was looked at afterwards."""
