"""A world of real devices and the real service in one process, to be harmed in every way and healed."""
