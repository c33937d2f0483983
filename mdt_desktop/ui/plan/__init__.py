"""The plan of a round: who is seen, why, in which order, and what is to be ready."""
