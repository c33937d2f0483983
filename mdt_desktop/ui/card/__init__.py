"""Cards changed by hand: a home's details, a resident's details and contacts, a problem."""
