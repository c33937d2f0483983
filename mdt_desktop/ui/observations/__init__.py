"""The observation set: one form for one resident, with NEWS2 worked out beside it as it is entered."""
