"""The vaccinations of a home on the screen."""
