"""The falls of a home: how many, of which kinds, and per 1,000 resident-days."""
