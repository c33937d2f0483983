"""Forms made from the definitions of records: every kind of statement has its screen from here."""
