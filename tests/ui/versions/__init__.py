"""The screen of two versions."""
