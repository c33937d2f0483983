"""The application itself: what the desktop, the service and the tablet share. No Qt, no HTTP."""
