"""The screen of plans' papers."""
