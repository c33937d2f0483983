"""The list of homes, and the residents who are not yet placed in one."""
