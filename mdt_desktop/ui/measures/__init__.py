"""Measures of the homes served: each figure with its interval, its counts and the people behind it."""
