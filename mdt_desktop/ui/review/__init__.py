"""When the care plan is next looked at."""
