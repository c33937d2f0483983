"""What the test specifications of other offline-first systems ask for, as tests of ours (docs/sync-tests.md)."""
