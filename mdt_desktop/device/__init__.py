"""What only a device has: the encrypted file, its outbox, drafts, backups, migrations and health.

The vault gives the key; this room opens the store with it and never makes, wraps or keeps a key.
Nothing here deletes a change, and a store that is missing is never replaced by an empty one.
"""
