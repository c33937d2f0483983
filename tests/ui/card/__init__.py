"""Cards changed by hand, on the screen."""
