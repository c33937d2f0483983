"""The equipment of a home: what it has, what asks for something, and who has what was lent."""
