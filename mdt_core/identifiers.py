"""The names by which records, people and places are known, built so that they cannot be wrong.

Record identifiers are UUIDs after RFC 9562: version 7 for what a person makes, version 8 derived
from the source for what is imported, so that two laptops importing one file make one resident.
NHS numbers, ODS codes and CQC locations are text that has been checked. Time and randomness are
always passed in; nothing here reads a clock, a store or a file.
"""

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NewType, Self, TypeVar
from uuid import UUID

from nhs_number.constants import FULL_RANGE
from nhs_number.validate import calculate_checksum
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from typing_extensions import override

from mdt_core.errors import InvalidInput

RecordId = NewType("RecordId", str)
ChangeId = NewType("ChangeId", str)

_Taken = TypeVar("_Taken")
_Given = TypeVar("_Given")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_CANONICAL_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.ASCII
)
_COUNTER_END = 1 << 12
_COUNTER_SEED_BITS = 0x7FF  # the top bit starts at 0, so that a busy millisecond has room to count


def in_words(parse: Callable[[_Given], _Taken]) -> Callable[[_Given], _Taken]:
    """Wraps a parser for pydantic: an `InvalidInput` becomes one collected error with its field."""

    def parse_or_collect(given: _Given) -> _Taken:
        try:
            return parse(given)
        except InvalidInput as refused:
            words = f"{refused.message} {refused.next_step}".strip()
            raise PydanticCustomError("invalid_input", "{words}", {"words": words}) from refused

    return parse_or_collect


# Records and changes


def new_id(at: datetime, random: Callable[[int], bytes]) -> RecordId:
    """Makes a UUIDv7 for the aware moment `at`, the rest from `random(10)` (RFC 9562, 5.7)."""
    noise = random(10)
    return _version_7(_milliseconds(at), int.from_bytes(noise[:2], "big") % _COUNTER_END, noise[2:])


def new_change_id(at: datetime, random: Callable[[int], bytes]) -> ChangeId:
    """Makes the identifier (mid) of a change that a person makes at the aware moment `at`."""
    return ChangeId(new_id(at, random))


def derived_id(system: str, identifier: str) -> RecordId:
    """Derives the UUIDv8 of an imported record from its source system and its identifier there."""
    return RecordId(_version_8("record", system, identifier))


def derived_change_id(record_id: str, body_hash: str) -> ChangeId:
    """Derives the mid of an imported change: the same import elsewhere is a duplicate."""
    return ChangeId(_version_8("change", record_id, body_hash))


def parse_record_id(text: str) -> RecordId:
    """Takes a canonical lowercase UUID of version 7 or 8; raises `InvalidInput` otherwise."""
    if not _CANONICAL_ID.fullmatch(text):
        message = f"«{_shortened(text)}» is not a record identifier."
        raise InvalidInput(message, where="Identifier")
    return RecordId(text)


def parse_change_id(text: str) -> ChangeId:
    """Takes the mid of a change, by the rule of `parse_record_id`."""
    return ChangeId(parse_record_id(text))


@dataclass
class _LastMade:
    """What the newest identifier of this process used: its millisecond and its counter."""

    milliseconds: int = -1
    counter: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class IdSource:
    """Identifiers that only ever grow within one process (RFC 9562, 6.2, method 1).

    They grow inside one millisecond and when the clock is set back; any thread may ask.
    """

    clock: Callable[[], datetime]
    random: Callable[[int], bytes]
    _last: _LastMade = field(default_factory=_LastMade, init=False, repr=False, compare=False)

    def record_id(self) -> RecordId:
        """Makes the identifier of a new record."""
        noise = self.random(10)
        with self._last.lock:
            self._step(_milliseconds(self.clock()), noise)
            return _version_7(self._last.milliseconds, self._last.counter, noise[2:])

    def change_id(self) -> ChangeId:
        """Makes the identifier (mid) of a new change."""
        return ChangeId(self.record_id())

    def _step(self, now: int, noise: bytes) -> None:
        last = self._last
        if now > last.milliseconds:
            last.milliseconds = now
            last.counter = int.from_bytes(noise[:2], "big") & _COUNTER_SEED_BITS
            return
        last.counter += 1
        if last.counter == _COUNTER_END:  # borrow the next millisecond rather than wait for it
            last.milliseconds += 1
            last.counter = 0


def _milliseconds(at: datetime) -> int:
    if at.utcoffset() is None:
        message = "an identifier needs a moment with its time zone"
        raise ValueError(message)
    milliseconds = (at - _EPOCH) // _MILLISECOND
    if milliseconds < 0:
        raise InvalidInput(
            "The clock of this computer is before 1970.",
            next_step="Set it right, then try again.",
        )
    return milliseconds


def _version_7(milliseconds: int, counter: int, noise: bytes) -> RecordId:
    low = int.from_bytes(noise[:8], "big") & (1 << 62) - 1
    bits = milliseconds << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | low
    return RecordId(str(UUID(int=bits)))


def _version_8(*parts: str) -> str:
    digest = hashlib.sha256(b"".join(_length_prefixed(part) for part in parts)).digest()
    bits = int.from_bytes(digest[:16], "big")
    bits = bits & ~(0xF << 76) | 0x8 << 76
    return str(UUID(int=bits & ~(0b11 << 62) | 0b10 << 62))


def _length_prefixed(part: str) -> bytes:
    if not part:
        raise InvalidInput(
            "The source gives no identifier for a record.",
            next_step="Ask whoever made the file.",
        )
    try:
        text = part.encode("utf-8")
    except UnicodeEncodeError as broken:
        message = "The source gives an identifier with broken characters."
        raise InvalidInput(message, next_step="Ask whoever made the file.") from broken
    return len(text).to_bytes(8, "big") + text


def _shortened(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 40 else f"{shown[:39]}…"  # noqa: PLR2004 - fits one line of a form


# People and places


class CheckedText(str):
    """Text that is checked and brought into its one form when built; works as a record field."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Checks `text`; raises `InvalidInput` saying what is wrong with it."""
        return super().__new__(cls, text if type(text) is cls else cls._checked(text))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `text` as a person typed or pasted it; raises `InvalidInput`."""
        return cls(text)

    @classmethod
    def _checked(cls, text: str) -> str:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Describes the field: text in, checked text kept, plain text out."""
        return core_schema.no_info_after_validator_function(
            in_words(cls.parse),
            core_schema.str_schema(strict=True),
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )


_NHS_NUMBER_REFUSED = "{shown} is not a valid NHS number: {why}."
_NHS_NUMBER_NEXT = "Check it, or choose «Not Known»"
_NHS_DIGITS = 10
_CODE_NEXT = "Check it, or leave it empty."
# What people and documents put between the groups: any white space, dots, hyphens and dashes.
_SEPARATORS = re.compile(r"[\s.\-\u00ad\u2010-\u2015\u2212\u200b\u2060\ufeff]+")
_TEN_DIGITS = re.compile(r"[0-9]+", re.ASCII)


class NhsNumber(CheckedText):
    """A ten-digit NHS number whose check digit fits; kept as digits, shown as 3-3-4.

    The check digit alone decides (NHS Data Dictionary, modulus 11). Ranges of other nations and of
    test patients are taken: refusing them would lose a resident who moved. 000 000 0000 fits by
    accident and is refused, and so are old and temporary numbers.
    """

    __slots__ = ()

    @property
    def spaced(self) -> str:
        """The number as it is shown and printed: `999 000 0018`."""
        return _spaced(str(self))

    @property
    def is_practice(self) -> bool:
        """Whether the number lies in the 999 range, which no living person has."""
        return self.startswith("999")

    @override
    def __repr__(self) -> str:
        return f"NhsNumber(ending {self[-4:]})"  # a number must not reach a log by accident

    @classmethod
    @override
    def _checked(cls, text: str) -> str:
        digits = _SEPARATORS.sub("", text)
        why = _why_no_nhs_number(digits)
        if why:
            shown = _spaced(digits) if len(digits) == _NHS_DIGITS else _shortened(text)
            message = _NHS_NUMBER_REFUSED.format(shown=shown or "Nothing", why=why)
            raise InvalidInput(message, next_step=_NHS_NUMBER_NEXT, where="NHS number")
        return digits


def _why_no_nhs_number(digits: str) -> str:
    if not digits:
        return "it is empty"
    if not _TEN_DIGITS.fullmatch(digits):
        return "it may hold only digits. Old and temporary numbers cannot be used"
    if len(digits) != _NHS_DIGITS:
        return f"it has {len(digits)} digits, not 10"
    if not FULL_RANGE.start <= int(digits) <= FULL_RANGE.end:
        return "no such number is given out"
    # A remainder that gives 10 has no digit at all, so it never equals the last one.
    if calculate_checksum(digits[:9]) != int(digits[9]):
        return "the last digit does not fit"
    return ""


def _spaced(digits: str) -> str:
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


class OdsCode(CheckedText):
    """A code of the Organisation Data Service: 3 to 10 letters and digits, kept in capitals."""

    __slots__ = ()

    @classmethod
    @override
    def _checked(cls, text: str) -> str:
        code = text.strip().upper()
        if not re.fullmatch(r"[A-Z0-9]{3,10}", code, re.ASCII):
            why = f"«{_shortened(text)}» is not an ODS code: it has 3 to 10 letters and digits."
            raise InvalidInput(why, next_step=_CODE_NEXT, where="ODS code")
        return code


class CqcLocationId(CheckedText):
    """A location identifier of the Care Quality Commission: `1-` and 6 to 12 digits."""

    __slots__ = ()

    @classmethod
    @override
    def _checked(cls, text: str) -> str:
        code = re.sub(r"[\u2010-\u2015]", "-", "".join(text.split()))
        if not re.fullmatch(r"1-[0-9]{6,12}", code, re.ASCII):
            why = f"«{_shortened(text)}» is not a CQC location: it has the form 1-123456789."
            raise InvalidInput(why, next_step=_CODE_NEXT, where="CQC location")
        return code
