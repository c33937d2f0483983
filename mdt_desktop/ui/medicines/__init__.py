"""Medicines of a resident: the list, its checks, and what is asked for."""
