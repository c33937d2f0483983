"""Changes, their canonical text, and the fold that both ends share; no Qt, no HTTP, no SQL."""
