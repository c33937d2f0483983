"""Two records that may be one person's: found, looked at side by side, decided on, and undone."""
