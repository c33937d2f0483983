"""The form of a concern, about a resident or about the home."""
