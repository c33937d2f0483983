"""What only the service has: numbered logs, devices, grants, quarantine; the only SQL of the service."""
