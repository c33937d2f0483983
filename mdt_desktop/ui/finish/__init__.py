"""The finish of a round: what is still open, who was there, and the signature."""
