"""The running round: one resident at a time, what is known beside what is written."""
