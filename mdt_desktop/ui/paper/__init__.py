"""Paper: preview, print and save of what was signed."""
