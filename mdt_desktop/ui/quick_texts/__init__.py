"""The list of quick texts: one's own, the team's and the shipped, with what is due for review."""
