"""What a round decided about a medicine: read from one typed line, and said again in words.

`stop furosemide dizzy since Sunday` is a verb, a medicine and words. Pure; nothing is guessed: a
first word that is no verb is asked for, and so is a name that fits several recorded medicines. What
is not understood stays in the words. A decision is never a prescription.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from mdt_core.action_line import Question
from mdt_core.records.rounds import MedicineVerb

NOT_A_PRESCRIPTION: Final = "This is not a prescription. Give only from the MAR chart"
WHICH_VERB: Final = "Start, stop, change, continue or query?"
WHO_ISSUES: Final = "Who issues it, or to whom does the request go?"
NO_MEDICINE: Final = "No medicine named yet"
NO_ISSUER: Final = "Nobody issues it yet"
NO_VERB_READABLE: Final = "Decision not readable"

_VERBS: Final = {each.value: each for each in MedicineVerb}
_ISSUED: Final = (("issued", "by"), ("request", "to"))
_OFFERED: Final = 12
"""At most so many recorded medicines are offered at once, in the order of the list."""
_LEAST_BEGINNING: Final = 3
_STRENGTH: Final = re.compile(
    r"\d[\d.,/]*(?:mg|g|micrograms?|mcg|ml|units?|%)?(?:/\S+)?", re.IGNORECASE
)
_UNITS: Final = frozenset(
    {"mg", "g", "microgram", "micrograms", "mcg", "ml", "unit", "units", "%", "mg/ml"}
)


@dataclass(frozen=True)
class TypedMedicine:
    """What was understood of a line; `questions` are answered before it is kept."""

    verb: MedicineVerb | None = None
    medicine: str = ""
    words: str = ""
    request_or_issuer: str = ""
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def understood(self) -> tuple[str, ...]:
        """The chips: the verb, the medicine, and who issues it."""
        verb = self.verb.label if self.verb else ""
        return tuple(filter(None, (verb, self.medicine, self.request_or_issuer)))

    @property
    def missing(self) -> tuple[str, ...]:
        """What the line should still have, in words."""
        medicine = "" if self.medicine or self.questions else NO_MEDICINE
        return tuple(filter(None, (medicine, NO_ISSUER if self.lacks_issuer else "")))

    @property
    def lacks_issuer(self) -> bool:
        """Whether a start or a change names nobody who issues it."""
        needs = self.verb is not None and self.verb.needs_issuer
        return needs and not self.request_or_issuer

    def body(self) -> dict[str, str]:
        """The decision as a draft keeps it."""
        said = {
            "verb": self.verb.value if self.verb else "",
            "medicine": self.medicine,
            "words": self.words,
            "request_or_issuer": self.request_or_issuer,
        }
        return {name: value for name, value in said.items() if value}


# Reading a line


def parse(text: str, recorded: Sequence[str] = ()) -> TypedMedicine:
    """Reads one line as typed, knowing the recorded medicines; never raises, drops no word."""
    typed = text.split()
    if not typed:
        return TypedMedicine()
    verb = _VERBS.get(typed[0].casefold().rstrip(",:"))
    if verb is None:
        answers = tuple((each.label, f"{each.value} {' '.join(typed)}") for each in MedicineVerb)
        return TypedMedicine(words=" ".join(typed), questions=(Question(WHICH_VERB, answers),))
    rest, issuer = _with_issuer(verb, typed[1:])
    known = () if verb is MedicineVerb.START else tuple(dict.fromkeys(recorded))
    said = f"; {issuer}" if issuer else ""
    if not rest:
        asked = _which(verb, known, said)
        return TypedMedicine(verb, request_or_issuer=_capital(issuer), questions=asked)
    medicine, words = _medicine(rest, known)
    asked = _asked(verb, rest, known, said) if medicine not in known else ()
    return TypedMedicine(
        verb,
        medicine="" if asked else medicine,
        words=" ".join(rest) if asked else words,
        request_or_issuer=_capital(issuer),
        questions=asked,
        notes=_notes(verb, medicine, recorded) if not asked else (),
    )


def with_issuer(text: str, issuer: str) -> str:
    """The line with who issues it at its end, as an answer to `WHO_ISSUES` puts it there."""
    return f"{text.rstrip()}; {issuer}"


def typed_again(body: Mapping[str, Any]) -> str:
    """The line that makes a kept decision, for changing it; the comma ends the medicine's name."""
    issuer = str(body.get("request_or_issuer") or "")
    line = f"{body.get('verb', '')} {body.get('medicine', '')}, {body.get('words') or ''}".strip()
    return with_issuer(line, f"{issuer[:1].lower()}{issuer[1:]}") if issuer else line


def _with_issuer(verb: MedicineVerb, words: list[str]) -> tuple[list[str], str]:
    """The words up to the last `issued by` or `request to`, and what follows as one text.

    A comma before it ends the name of what is started; elsewhere it is punctuation alone.
    """
    pairs = [(first.casefold(), second.casefold()) for first, second in _pairs(words)]
    places = [n for n, pair in enumerate(pairs) if pair in _ISSUED and n + 2 < len(words)]
    if not places:
        return words, ""
    before = words[: places[-1]]
    if before:
        last = before[-1].rstrip(";")
        has_earlier = any(word.endswith(",") for word in before[:-1])
        ends_name = words[places[-1] - 1].endswith(";") or verb is MedicineVerb.START
        before[-1] = last if ends_name and not has_earlier else last.rstrip(",")
    return [word for word in before if word], " ".join(words[places[-1] :])


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    return pairwise(words)


def _medicine(words: list[str], known: Sequence[str]) -> tuple[str, str]:
    """The medicine, and the words after it: a recorded name in full, a comma, one name, one word."""
    bare = [word.rstrip(",").casefold() for word in words]
    whole = [name for name in known if _begins(bare, name.casefold().split())]
    if whole:
        name = max(whole, key=len)
        return name, " ".join(words[len(name.split()) :])
    comma = next((n for n, word in enumerate(words, 1) if word.endswith(",")), 0)
    if comma:
        return _up_to_comma(words, comma, known)
    count, fitting = _fitting(bare, known)
    if len(fitting) == 1:
        return fitting[0], " ".join(words[count:])
    count = 1 + _strengths(words[1:])
    return " ".join(words[:count]), " ".join(words[count:])


def _up_to_comma(words: list[str], comma: int, known: Sequence[str]) -> tuple[str, str]:
    named = " ".join(words[:comma]).rstrip(" ,")
    count, fitting = _fitting(named.casefold().split(), known)
    is_one = len(fitting) == 1 and count == len(named.split())
    return (fitting[0] if is_one else named), " ".join(words[comma:])


def _begins(words: Sequence[str], beginning: Sequence[str]) -> bool:
    return bool(beginning) and list(words[: len(beginning)]) == list(beginning)


def _fitting(bare: Sequence[str], known: Sequence[str]) -> tuple[int, list[str]]:
    """The recorded names that begin with most of the typed words, and how many words that is."""
    counts = {name: _alike(bare, name.casefold().split()) for name in known}
    most = max(counts.values(), default=0)
    return most, [name for name, count in counts.items() if most and count == most]


def _alike(typed: Sequence[str], name: Sequence[str]) -> int:
    same = (one == other for one, other in zip(typed, name, strict=False))
    count = 0
    for is_same in same:
        if not is_same:
            break
        count += 1
    return count


def _strengths(words: Sequence[str]) -> int:
    """How many words after a name are its strength: `40 mg`, `40mg`."""
    if not words or not _STRENGTH.fullmatch(words[0]):
        return 0
    return 2 if len(words) > 1 and words[1].casefold() in _UNITS else 1


def _asked(
    verb: MedicineVerb, words: list[str], known: Sequence[str], said: str
) -> tuple[Question, ...]:
    """Which of the recorded medicines a word means that begins several, or only a part of one."""
    first = words[0]
    if any(word.endswith(",") for word in words):
        return ()
    bare = [word.casefold() for word in words]
    count, fitting = _fitting(bare, known)
    if not fitting and len(first) >= _LEAST_BEGINNING:
        fitting = [name for name in known if name.casefold().startswith(first.casefold())]
        count = 1
    if not fitting:
        return ()
    rest = " ".join(words[count:])
    answers = [(name, f"{verb.value} {name}, {rest}{said}".strip()) for name in fitting[:_OFFERED]]
    named = " ".join(words[:count])
    as_typed = (f"«{named}» as typed", f"{verb.value} {named}, {rest}{said}".strip())
    return (Question(f"Which medicine is «{named}»?", (*answers, as_typed)),)


def _which(verb: MedicineVerb, known: Sequence[str], said: str) -> tuple[Question, ...]:
    answers = tuple((name, f"{verb.value} {name},{said} ") for name in known[:_OFFERED])
    return (Question(f"{verb.label} which medicine?", answers),) if answers else ()


def _notes(verb: MedicineVerb, medicine: str, recorded: Sequence[str]) -> tuple[str, ...]:
    first = medicine.casefold().split()[:1]
    same = [name for name in recorded if name.casefold().split()[:1] == first]
    if verb is MedicineVerb.START and same:
        return (f"Already on the list: {'; '.join(same)}",)
    if verb is not MedicineVerb.START and recorded and medicine not in recorded:
        return ("Not on the recorded list under this name",)
    return ()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


# A decision in words, and what keeps it from being signed


def decision_words(body: Mapping[str, Any]) -> str:
    """`Stop furosemide 40 mg tablets: dizzy since Sunday`, and who issues it."""
    verb = _VERBS.get(str(body.get("verb", "")))
    head = f"{verb.label if verb else NO_VERB_READABLE} {body.get('medicine', '')}".strip()
    said = f"{head}: {body['words']}" if body.get("words") else head
    issuer = body.get("request_or_issuer")
    return f"{said.rstrip('.')}. {_capital(str(issuer))}" if issuer else said


def all_words(bodies: Iterable[Any]) -> tuple[str, ...]:
    """The decisions of an entry, each in words; what is no decision is given as it came."""
    return tuple(
        decision_words(each) if isinstance(each, Mapping) else str(each) for each in bodies
    )


def refusals(bodies: Iterable[Any]) -> Iterator[str]:
    """Why decisions cannot be signed yet, each naming its line."""
    for body in bodies:
        verb = _VERBS.get(str(body.get("verb", ""))) if isinstance(body, Mapping) else None
        if verb and verb.needs_issuer and not str(body.get("request_or_issuer") or "").strip():
            line = decision_words(body)
            yield f"Say who issues «{line}», or to whom the request goes, before you sign"
