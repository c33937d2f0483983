"""The quick form of a fall."""
