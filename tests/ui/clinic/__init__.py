"""The clinic day on the screen."""
