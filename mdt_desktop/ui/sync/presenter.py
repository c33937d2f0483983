"""What the sync screen shows: three sentences, what was refused, each home's freshness, this device. No Qt."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment, clinical_short_moment
from mdt_core.errors import InvalidInput
from mdt_core.names import formal_name
from mdt_core.record import is_restricted, kind_named
from mdt_core.records.homes import Home
from mdt_core.records.people import Practitioner
from mdt_core.records.residents import Resident
from mdt_core.store.queries.homes import homes, resident_by_id
from mdt_core.store.store import Reading, Store
from mdt_desktop.private_files import write_privately
from mdt_desktop.sync.account import Account, Told
from mdt_desktop.sync.bundle_book import Saved, outstanding
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.support_report import support_report
from mdt_desktop.sync.tie import Got, Tie
from mdt_desktop.sync.words import of_refusal
from mdt_desktop.ui.sync.words import (
    HomeFreshness,
    apart_words,
    counted,
    home_freshness,
    lease_in_full,
    opens_until,
    waiting_words,
    when_words,
)

REPORT_NAME: Final = "sync report.txt"
_MOST_NAMED: Final = 8
NOT_SHOWN: Final = "Not shown to your role. Whoever wrote it sees it here"
_DIRECTORY: Final = frozenset({Home.kind, Practitioner.kind})
_SORTS: Final = {
    "identity": "who lives there",
    "clinical": "clinical record",
    "restricted": "restricted notes",
    "admin": "rounds and administration",
}
_OTHERS: Final = {
    "ref": "Lists that all share: homes, people, policies",
    "provider": "The provider's own records",
    "unplaced": "Residents not yet placed in a home",
}


@dataclass(frozen=True)
class HomeLine:
    """One home with how fresh it is and what of it may be read here."""

    home_id: str
    name: str
    fresh: HomeFreshness
    scopes: str


@dataclass(frozen=True)
class RefusedLine:
    """One change that the service did not take: what, about whom, when, and why."""

    mid: str
    what: str
    about: str
    resident_id: str
    written: str
    reason: str


@dataclass(frozen=True)
class SyncView:
    """What was read from the store for the screen; the rest is of this sitting."""

    account: Account
    waiting_about: tuple[str, ...]
    waiting_more: int
    refused: tuple[RefusedLine, ...]
    names: tuple[tuple[str, str], ...]
    """Each home on this device that the person serves: id and name."""
    bundles: tuple[Saved, ...] = ()
    """The files whose answers are waited for."""


def read_sync(tie: Tie, store: Store, actor: Actor) -> SyncView:
    """Reads everything the screen shows; nobody is named whom the person may not read."""
    account = tie.account()
    with store.reading() as connection:
        about = list(dict.fromkeys(each.resident_id for each in account.waiting))
        known = [name for each in about if each and (name := _name(connection, actor, each))]
        return SyncView(
            account=account,
            waiting_about=tuple(known[:_MOST_NAMED]),
            waiting_more=max(0, len(known) - _MOST_NAMED),
            refused=tuple(_refused(connection, actor, each) for each in account.refused),
            names=tuple((home.id, home.name) for home in homes(connection, actor)),
            bundles=outstanding(connection),
        )


def sentences(view: SyncView, standing: Standing, now: datetime) -> tuple[str, ...]:
    """The three: what waits, what was got, and whether both ends agree."""
    return (
        _waits(view, standing, now),
        _was_got(standing, now),
        _agree(standing, now),
    )


def troubles(standing: Standing, now: datetime) -> tuple[str, ...]:
    """What stopped the last exchange, and what one came to: what a person should know or put right."""
    lease = lease_in_full(standing.status.lease, now)
    return (*((lease,) if lease else ()), *came_to(standing, now))


def came_to(standing: Standing, now: datetime) -> tuple[str, ...]:
    """The same of the last exchange alone."""
    stopped = (apart_words(standing, now).removesuffix(". See why"), standing.trouble)
    return tuple(f"{words.rstrip('.')}." for words in (*stopped, *standing.said) if words)


def home_lines(view: SyncView, now: datetime) -> tuple[HomeLine, ...]:
    """Every home with its freshness; where there is no service there is nothing to say."""
    status = view.account.status
    if not status.is_linked:
        return ()
    scopes = _scopes(view.account)
    return tuple(
        HomeLine(
            home_id, name, home_freshness(Got.of(status, home_id), now), scopes.get(home_id, "")
        )
        for home_id, name in view.names
    )


def device_lines(view: SyncView) -> tuple[str, ...]:
    """This device: its name, since when it is connected with what, and what else it may read."""
    account = view.account
    name = f"This computer: {account.device.name}"
    if not account.status.is_linked:
        return (name, "It is not connected to a service. Everything is kept here")
    since = f" since {clinical_moment(account.enrolled_at)}" if account.enrolled_at else ""
    others = [
        _OTHERS.get(each.scope.partition(":")[0], "")
        for each in account.places
        if not each.scope.startswith("home:")
    ]
    may = [words for words in dict.fromkeys(others) if words]
    read = (f"It also reads: {'; '.join(may)}",) if may else ()
    lease = account.status.lease
    opens = (opens_until(lease),) if lease else ()
    return (name, f"Connected with {account.status.address}{since}", *opens, *read)


def save_report(tie: Tie, standing: Standing, path: Path, now: datetime) -> Path:
    """Writes the report for support; raises StoreProblem where it cannot."""
    write_privately(path, support_report(tie.account(), standing, now).encode("utf-8"))
    return path


@dataclass(frozen=True)
class Entered:
    """What the form for connecting holds, as typed."""

    address: str
    code: str
    pinned_ca: str = ""


def connect(tie: Tie, entered: Entered) -> None:
    """Makes this device known; raises InvalidInput naming the field, Refused, or SyncTrouble."""
    if not entered.address.strip():
        raise InvalidInput("Enter the address of the service.", where="Address")
    if not entered.code.strip():
        raise InvalidInput("Enter the code that was made for this computer.", where="Code")
    pinned = entered.pinned_ca.strip()
    if pinned and not Path(pinned).is_file():
        raise InvalidInput("There is no such file.", where="Certificate")
    tie.enrol(entered.address, entered.code, pinned)


def _waits(view: SyncView, standing: Standing, now: datetime) -> str:
    status = standing.status
    if not status.is_linked:
        return (
            f"{counted(status.waiting)} kept on this computer, which is not connected to a service."
        )
    if not status.waiting:
        return "Nothing waits to be sent."
    oldest = f", the oldest since {when_words(status.oldest, now)}" if status.oldest else ""
    about = _about(view)
    return f"{waiting_words(status.waiting)}{oldest}.{about}"


def _about(view: SyncView) -> str:
    if not view.waiting_about:
        return ""
    more = f" and {view.waiting_more} more" if view.waiting_more else ""
    return f" They are about {'; '.join(view.waiting_about)}{more}."


def _was_got(standing: Standing, now: datetime) -> str:
    status = standing.status
    if not status.is_linked:
        return "Nothing was got from anywhere: what is here was entered or imported here."
    got = Got.of(status, "")
    if got.at is None:
        return "Not everything was got yet. What is shown of some homes is not whole."
    return (
        f"Everything of every home was last got {when_words(got.at, now)}; each home stands below."
    )


def _agree(standing: Standing, now: datetime) -> str:
    status = standing.status
    if not status.is_linked:
        return "There is no other end to agree with."
    if standing.all_sent and status.agreed_at:
        return f"Both ends hold the same, as compared {when_words(status.agreed_at, now)}."
    last = f" They last did {when_words(status.agreed_at, now)}." if status.agreed_at else ""
    return f"It is not certain now that both ends hold the same.{last}"


def _scopes(account: Account) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for place in account.places:
        kind, _, rest = place.scope.partition(":")
        home_id, _, sort = rest.rpartition(":")
        if kind == "home":
            found.setdefault(home_id, []).append(_SORTS.get(sort, sort))
    return {home_id: ", ".join(words) for home_id, words in found.items()}


def _refused(connection: Reading, actor: Actor, told: Told) -> RefusedLine:
    record_class = kind_named(told.kind)
    if record_class and is_restricted(record_class) and actor.role not in record_class.readers:
        return RefusedLine(told.mid, NOT_SHOWN, "", "", clinical_short_moment(told.recorded_at), "")
    return RefusedLine(
        mid=told.mid,
        what=record_class.title if record_class else told.kind,
        about=_name(connection, actor, told.resident_id) if told.resident_id else "",
        resident_id=told.resident_id,
        written=clinical_short_moment(told.recorded_at),
        reason=of_refusal(told.reason, is_directory=told.kind in _DIRECTORY),
    )


def _name(connection: Reading, actor: Actor, resident_id: str) -> str:
    line = resident_by_id(connection, resident_id)
    if line is None or not access.may_read(actor, Resident, line.home_id):
        return ""
    return formal_name(line.family_name, line.given_name, line.title_prefix)
