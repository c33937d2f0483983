"""What the small forms about one resident share: page, reading, deed bar and call list."""
