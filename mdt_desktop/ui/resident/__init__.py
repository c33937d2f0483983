"""The resident page: who this is, what is happening, and everything recorded, each with its date."""
