"""The papers of residents' plans: seen, printed and saved, for one person or for everybody in a home."""
