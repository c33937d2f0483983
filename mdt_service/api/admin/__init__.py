"""The administrators' pages: HTML without a script, forms, a session, and no word of a resident."""
