"""The screens of possible duplicates."""
