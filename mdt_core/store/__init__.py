"""The record store, written once for SQLCipher, SQLite and PostgreSQL: the only room with SQL."""
