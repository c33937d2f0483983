"""The MDT meetings: the list, and one meeting prepared, run and finished."""
