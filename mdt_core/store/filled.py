"""No blank of a quick text is signed: the one place where every long text is looked at.

A statement is looked at whole, a card in the groups that are being written. What a source wrote is
left as it is, since nobody there could fill it.
"""

from collections.abc import Callable, Container, Iterable, Iterator

from pydantic import BaseModel
from sqlalchemy import Connection

from mdt_core.actor import Actor
from mdt_core.fields import fields_of
from mdt_core.quick_text import require_filled
from mdt_core.record import Card, Part, Statement
from mdt_core.store.queries.quick_texts import known_blanks

Reading = Callable[[], Connection]
"""Opens what is read; asked for only where a text holds a bracket, which few do."""


def require_statement_filled(reading: Reading, by: Actor, record: Statement) -> None:
    """Raises InvalidInput, naming field and place, while a long text holds a blank."""
    _require(reading, by, _long_texts(record), "sign")


def require_card_filled(reading: Reading, by: Actor, card: Card, written: Iterable[str]) -> None:
    """Raises InvalidInput while a long text of a group that is written holds a blank."""
    groups = {name.partition("/")[0] for name in written}
    _require(reading, by, _long_texts(card, groups), "save")


def _require(reading: Reading, by: Actor, texts: Iterator[tuple[str, str]], deed: str) -> None:
    bracketed = [(label, text) for label, text in texts if "[" in text]
    if not bracketed:
        return
    known = known_blanks(reading(), by)
    for label, text in bracketed:
        require_filled(label, text, known, deed)


def _long_texts(part: BaseModel, groups: Container[str] | None = None) -> Iterator[tuple[str, str]]:
    for spec in fields_of(type(part)):
        if groups is not None and spec.group not in groups:
            continue
        value = getattr(part, spec.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Part):
                yield from _long_texts(each)
            elif spec.is_long and isinstance(each, str):
                yield spec.label, each
