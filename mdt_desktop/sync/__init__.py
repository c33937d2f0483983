"""The exchange with the service: HTTP, one cycle, and when to run it; no Qt and no clinical word."""
