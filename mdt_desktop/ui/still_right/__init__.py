"""Confirming a decision that stands: what was seen, who was asked and when."""
