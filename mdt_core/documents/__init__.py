"""Paper: what is printed, one module a document; the only room that knows reportlab.

`contents` says what a document holds (frozen, no reportlab); `round_sheet.render` and its like turn
it into PDF bytes. Nothing here reads the store, the clock or the settings: all comes in as
arguments, so the same contents give the same bytes. Every word that comes in is on the paper, or
the document is not printed and says why.
"""
