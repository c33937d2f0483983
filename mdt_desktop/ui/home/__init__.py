"""One home: how to reach it, who lives there, and the start of its round."""
