"""Residents: everybody the person may see, over all homes served."""
