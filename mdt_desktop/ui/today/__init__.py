"""Today: what needs somebody now, over all homes served."""
