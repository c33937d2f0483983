"""The full record of a fall on the screen."""
