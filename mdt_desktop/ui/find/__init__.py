"""Find a resident or a home from anywhere."""
