"""The routes: parse, authorise, call a handler, answer; no SQL and no decision about records."""
