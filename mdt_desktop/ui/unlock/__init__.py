"""The locked window: who may unlock, and the PIN or passphrase."""
