"""The D2A bed board: one board over all homes, who waits for a bed, and the deeds of each."""
