"""The tour: the regions of the real screen, one after another, which can be left at any time."""
