"""The service of the one GP provider: the central record, its numbered logs and the far end of sync.

Knows no window, no device and no keyring. SQL is written in `hub` alone; `api` parses, authorises
and answers; `handlers` do one deed in one transaction each.
"""
