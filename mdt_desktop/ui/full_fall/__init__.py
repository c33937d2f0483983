"""The full record of a fall, and the body map in it."""
