"""What people mean to do, one function an intention, one module an area; `by` is the actor.

The window, the tablet and the command line call the same functions. Each opens one unit of work,
audits in the same transaction and commits once, at the end.
"""
