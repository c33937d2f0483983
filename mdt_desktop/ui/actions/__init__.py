"""Actions: what is to be done, by whom and by when, over all homes served."""
