"""A clinic day in a home: the vaccine set up once, then each resident answered singly."""
