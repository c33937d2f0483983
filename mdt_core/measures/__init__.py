"""Measures: counts and rates formed from facts by published rules. Pure; knows no store."""
