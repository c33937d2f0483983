"""The equipment of a home on the screen."""
