"""Qt plumbing: threads, look, input widgets, lists, charts. No clinical word and no rule lives here."""
