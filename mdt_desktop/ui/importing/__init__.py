"""Bringing residents, homes and records in from files: try first, then take, with reasons by row."""
