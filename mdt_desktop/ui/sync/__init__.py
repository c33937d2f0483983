"""The sync screen: what waits, what was got, what was refused, and the way to a service."""
