"""Scores, pure: bands as data with their source, one evaluator each, no store and no clock."""
