"""Files in and out: the doors where what others wrote is checked before it reaches the store."""
