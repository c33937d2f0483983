"""Two versions side by side, settled by a person; and the quiet list of those that can wait."""
