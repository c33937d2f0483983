"""Vaccinations of a home in figures, who is still to be asked, and what is done about low uptake."""
