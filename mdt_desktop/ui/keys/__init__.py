"""Every command with its key, in one place: shortcuts, Find, tool tips and the sheet come from it."""
