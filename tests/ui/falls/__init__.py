"""The falls of a home on the screen."""
