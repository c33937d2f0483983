"""Copies of plans that are out of date: said, replaced, and taken from where they lay."""
