"""What differs between engines, and the only text SQL: triggers, transactions, full text."""
