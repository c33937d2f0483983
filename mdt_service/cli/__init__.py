"""`mdt-service`: the service and its keeping, from a terminal."""
