"""`mdt`: the same deeds without a window, through the same use cases, keys and access record.

Words go to standard output, progress and trouble to standard error. Nothing here knows SQL or Qt,
and whatever takes time to load is imported by the verb that needs it.
"""
