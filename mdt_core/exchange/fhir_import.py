"""Import of FHIR R4 bundles: files in, residents up to date, twice the same as once.

One bundle is one transaction, whole or absent: also a long life of more than 200 changes, since half
a record is worse than a longer write. Files are read and checked before any transaction opens. What
a bundle says is written by `SourceVoice`, which leaves alone what people wrote. Who imported which
file (its SHA-256, not its name, which may hold a patient's) is in the access audit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.errors import ImportRefused, KnownError
from mdt_core.exchange.bundle_files import BundleFile, find_files, read_file
from mdt_core.exchange.import_report import (
    BundleRefused,
    BundleTaken,
    ImportReport,
    Outcome,
    Progress,
)
from mdt_core.exchange.source_voice import SourceVoice
from mdt_core.exchange.strict_json import read_strict
from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.fhir.patient import ImportedResident
from mdt_core.fhir.taken import Taken
from mdt_core.fhir.withdrawn import IN_ERROR
from mdt_core.identifiers import derived_id
from mdt_core.record import Record
from mdt_core.records.assessments import FrailtyLevel, PainAssessment, ScoreResult, Stool
from mdt_core.records.care_plans import SupportPlan
from mdt_core.records.consents import SharingConsent
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.medicines import MedicineLine, MedicineList
from mdt_core.records.nutrition import Hydration
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import AllergyState, Problem, Resident
from mdt_core.records.vaccinations import Vaccination
from mdt_core.store import card_body
from mdt_core.store.matching import is_resident, residents_known_as
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author

WRITTEN: tuple[type[Record], ...] = (
    Resident,
    Problem,
    AllergyState,
    MedicineLine,
    MedicineList,
    ObservationSet,
    SharingConsent,
    SupportPlan,
    Vaccination,
    FrailtyLevel,
    PainAssessment,
    Stool,
    Hydration,
    ScoreResult,
    Withdrawal,
)
"""The kinds an import writes: the person who imports must be allowed to write each."""

_CLOCKS_DIFFER = timedelta(days=1)
"""How far another system's clock or time zone may run ahead of this one's."""

_MEDICINES = (MedicineLine.kind, MedicineList.kind)


def import_fhir(
    store: Store,
    *,
    by: Actor,
    paths: Sequence[Path],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> ImportReport:
    """Imports files and folders one bundle after another; refused ones change nothing.

    Raises NotAllowed where the person may not write what an import writes. Cancelling is noticed
    between two bundles and leaves what is done.
    """
    return _through(_Run(store, by), paths, progress, cancelled)


def try_fhir(
    store: Store,
    *,
    by: Actor,
    paths: Sequence[Path],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> ImportReport:
    """Says what importing them would bring, by the same steps, and changes nothing.

    Each file is tried by itself, so two files that bring one new person both count as new. Raises
    NotAllowed as `import_fhir` does.
    """
    return _through(_Run(store, by, is_trial=True), paths, progress, cancelled)


def _through(
    run: "_Run",
    paths: Sequence[Path],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> ImportReport:
    _require_writer(run.by, None)
    found = find_files(paths)
    for done, file in enumerate(found.files):
        if cancelled():
            return ImportReport(
                tuple(run.taken), tuple(run.refused), found.not_read, was_cancelled=True
            )
        progress(Progress(done, len(found.files), file.name, len(run.taken)))
        run.take(file)
    progress(Progress(len(found.files), len(found.files), "", len(run.taken)))
    return ImportReport(tuple(run.taken), tuple(run.refused), found.not_read)


def _require_writer(by: Actor, home_id: str | None) -> None:
    for record_class in WRITTEN:
        access.require_write(by, record_class, home_id)


@dataclass
class _Run:
    """One import while it goes on."""

    store: Store
    by: Actor
    is_trial: bool = False
    taken: list[BundleTaken] = field(default_factory=list)
    refused: list[BundleRefused] = field(default_factory=list)

    def take(self, file: BundleFile) -> None:
        """Takes one file, or refuses it with its reason; anything unforeseen is ours and is raised."""
        try:
            content = read_file(file.path)
            record = read_bundle(read_strict(content.data))
            self.taken.append(self._write(file, record, content.sha256))
        except KnownError as refused:
            self.refused.append(BundleRefused(file.name, str(refused)))

    def _write(self, file: BundleFile, record: PatientRecord, sha256: str) -> BundleTaken:
        source = author_of(record.person.system)
        recorded_at = record.newest or self.store.clock()
        _refuse_to_come(recorded_at, self.store.clock())
        with self.store.importing(self.by, source, recorded_at) as unit:
            known = _known_resident(unit, record.person)
            resident_id = known or _new_id(record.person)
            if known:
                _require_writer(self.by, unit.home_of(known))
            voice = SourceVoice.speaking(unit, source, resident_id, recorded_at)
            behind = _say(voice, record)
            outcome = _outcome(voice, is_known=known is not None)
            _audit(unit, resident_id, sha256, outcome)
            if self.is_trial:
                _ = unit.connection  # folds what was said, as the end would: left without one
            else:
                unit.commit()
        return BundleTaken(
            file.name, resident_id, outcome, voice.counts, {**record.not_taken, **behind}
        )


def _refuse_to_come(newest: datetime, now: datetime) -> None:
    """A date to come would be the newest for years: nothing sent after it would be taken."""
    if newest > now + _CLOCKS_DIFFER:
        raise ImportRefused(
            f"This record holds a date to come, {clinical_date(london_day(newest))}.",
            next_step="Check that date where the record comes from, and the clock of this computer.",
        )


def author_of(system: str) -> Author:
    """A source system as the author of what it says."""
    return Author(id=f"import:{system}", name=f"Imported from {system}", role="")


def _outcome(voice: SourceVoice, *, is_known: bool) -> Outcome:
    if not is_known:
        return Outcome.CREATED
    has_news = voice.counts.created or voice.counts.updated
    return Outcome.UPDATED if has_news else Outcome.UNCHANGED


def _audit(unit: UnitOfWork, resident_id: str, sha256: str, outcome: Outcome) -> None:
    detail = f"FHIR R4 file, SHA-256 {sha256}, {outcome.value}"
    unit.audit("import", About(resident_id=resident_id), detail=detail)


# Whose record it is


def _new_id(person: ImportedResident) -> str:
    return derived_id(person.system, person.identity)


def _known_resident(unit: UnitOfWork, person: ImportedResident) -> str | None:
    """The resident this record belongs to, None for a new one; refuses where that is in doubt."""
    resident = person.resident
    numbers = [(each.system, each.value) for each in resident.source_identifiers]
    found = set(residents_known_as(unit.connection, numbers, resident.nhs_number))
    if is_resident(unit.connection, _new_id(person)):
        found.add(_new_id(person))
    if len(found) > 1:
        raise ImportRefused(
            "The numbers in this record belong to two residents here.",
            next_step="Settle first whose numbers they are.",
        )
    for resident_id in found:
        _require_same_person(unit, resident_id, resident)
        return resident_id
    return None


def _require_same_person(unit: UnitOfWork, resident_id: str, sent: Resident) -> None:
    """One number with another name is somebody else's, unless the birth date says who it is."""
    stands = card_body.values_of(unit.card_state(resident_id))
    other_name = _differ(stands.get("family_name"), sent.family_name)
    is_same_birth = bool(stands.get("born") and sent.born) and not _differ(
        stands.get("born"), sent.born
    )
    if other_name and not is_same_birth:
        raise ImportRefused(
            "The number in this record belongs to a resident of another name here, and no birth"
            " date says that it is the same person.",
            next_step="Check whose number it is before importing.",
        )


def _differ(here: object, sent: str | None) -> bool:
    if not isinstance(here, str) or not sent:
        return False
    return " ".join(here.split()).casefold() != " ".join(sent.split()).casefold()


# What it says


def _say(voice: SourceVoice, record: PatientRecord) -> dict[str, int]:
    """Writes the record; returns what was left, by name, because the source said newer things."""
    behind = {
        kind: count
        for kind, count in (
            ("resident", 1),
            ("problem", len(record.problems)),
            ("medicine_line", len(record.medicines)),
        )
        if count and voice.is_behind(_MEDICINES if kind == "medicine_line" else (kind,))
    }
    if "resident" not in behind:
        voice.write(record.person.resident, voice.resident_id)
    if "problem" not in behind:
        _say_problems(voice, record)
    _say_allergies(voice, record)
    _say_plans(voice, record)
    if "medicine_line" not in behind:
        _say_medicines(voice, record)
    dated: tuple[Taken[Any], ...] = (
        *record.observation_sets,
        *record.charts,
        *record.vaccinations,
    )
    for each in dated:
        record_id = voice.record_id(each.record.kind, each.key)
        voice.sign(each.record, record_id, each.occurred_at)
    for taken_back in record.withdrawn:
        record_id = voice.record_id(taken_back.kind, taken_back.key)
        voice.withdraw(record_id, Withdrawal(reason=IN_ERROR))
    return {f"{kind}: older than what the source last said": n for kind, n in behind.items()}


def _say_problems(voice: SourceVoice, record: PatientRecord) -> None:
    for each in record.problems:
        record_id = voice.record_id(each.record.kind, each.key)
        voice.write(each.record, record_id, only_if_known=each.only_if_known)


def _say_allergies(voice: SourceVoice, record: PatientRecord) -> None:
    said = record.allergy_state
    if said is not None:
        record_id = voice.record_id(said.record.kind, said.key)
        voice.sign(said.record, record_id, only_if_known=said.only_if_known)


def _say_plans(voice: SourceVoice, record: PatientRecord) -> None:
    """Consent and plans beside ours; a decision about CPR is never among what is said."""
    said: tuple[Taken[Any] | None, ...] = (record.sharing_consent, record.support_plan)
    for each in said:
        if each is not None:
            record_id = voice.record_id(each.record.kind, each.key)
            voice.sign(each.record, record_id, only_if_known=each.only_if_known)


def _say_medicines(voice: SourceVoice, record: PatientRecord) -> None:
    for each in record.medicines:
        record_id = voice.record_id(each.record.kind, each.key)
        voice.write(each.record, record_id, only_if_known=each.only_if_known)
    head = record.medicine_list
    if head is not None:
        as_of: datetime = head.as_of
        voice.sign(head, voice.record_id(head.kind, "medicine-list"), as_of)
