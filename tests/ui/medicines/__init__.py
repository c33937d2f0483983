"""Medicines on the screen."""
