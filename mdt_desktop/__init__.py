"""The desktop client: a Qt window over the application that desktop, service and tablet share."""
