"""That a person settled two versions: of what, which, why, and whom they asked. Said once, for good.

The value that holds now stands in a change of its own, which names every version as seen; this is
its reason, kept beside it so that it can be read like any other entry.
"""

from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, IndexedAs, Internal, Long, Searchable
from mdt_core.record import Statement, registered
from mdt_core.roles import READERS_OF_NOTES


class Way(Choice):
    """How two versions became one."""

    KEPT = "kept", "One version kept"
    ANEW = "anew", "Written anew"
    COMBINED = "combined", "Both texts put together"


@registered
class Settlement(Statement):
    """Two versions of one thing settled by a named person with a reason."""

    kind = "settlement"
    title = "Two versions settled"
    writers = READERS_OF_NOTES
    readers = READERS_OF_NOTES

    what: Annotated[str, Ask("Two versions of", "What there were two versions of, in words.")]
    way: Annotated[Way, Ask("How it was settled"), IndexedAs(Column.STATE)]
    why: Annotated[
        str,
        Ask("Why", "What makes this one right: what you looked at, and where."),
        Long(),
        Searchable(),
    ]
    asked: Annotated[
        str, Ask("Who did you ask", "Who confirmed it: a name with a role, or the signed paper.")
    ]
    settled_kind: Annotated[
        str, Ask("Kind of record", "As the program names it, to find it again."), Internal()
    ]
    settled_record: Annotated[
        str | None, Ask("Record", "Its identifier, to find it again."), Internal()
    ] = None
    settled_group: Annotated[
        str | None,
        Ask("Part of the record", "As the program names it, to find it again."),
        Internal(),
    ] = None
    versions: Annotated[
        tuple[str, ...], Ask("Versions seen", "The changes that stood side by side."), Internal()
    ] = ()
    kept_version: Annotated[
        str | None,
        Ask("Version kept", "The change that said it; none where it was written anew."),
        Internal(),
    ] = None
    settled_by_change: Annotated[
        str | None,
        Ask("Change that holds now", "The change that names every version as seen."),
        Internal(),
    ] = None
