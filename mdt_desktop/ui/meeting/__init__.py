"""One MDT meeting: prepare, run, finish."""
