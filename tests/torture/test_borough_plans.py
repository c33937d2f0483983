"""Every care plan of a whole made-up borough on paper: every word comes out again, and no file has a fault."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from mdt_core.answers import answers
from mdt_core.demo.borough.make import make_borough
from mdt_core.demo.borough.truth import BoroughTruth
from mdt_core.documents.care_plan import ESSENTIAL_SIDES, essential_sides, render_care_plan
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.plan_contents import PlanPaper, PlanPaperKind
from mdt_core.errors import NotPrinted
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import statements
from mdt_core.store.store import Reading, Store
from mdt_core.use_cases.plan_papers import PRINTED, plan_paper, residents_of_home
from tests.documents.sheets import as_drawn, squeezed, texts, texts_of_pages
from tests.support.demo_home import LEAD
from tests.support.memory_store import MemoryStore

TODAY = date(2026, 11, 24)
LOOK = PaperLook()


@dataclass
class Figures:
    """What was printed, and what was not and why."""

    homes: int = 0
    plans: int = 0
    pages: int = 0
    longest: int = 0
    essentials_too_long: int = 0
    texts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    fullest_home: tuple[int, float] = (0, 0.0)
    """How many plans the largest home has, and in how many seconds they were made."""

    def words(self, seconds: float) -> str:
        """The figures for the person who waits."""
        plans, took = self.fullest_home
        return (
            f"{self.homes} homes, {self.plans} care plans on {self.pages} pages (the longest has"
            f" {self.longest}), {self.texts} texts read back, {seconds:.0f} s. The fullest home:"
            f" {plans} plans made in {took:.1f} s. Essentials on more than {ESSENTIAL_SIDES} sides:"
            f" {self.essentials_too_long}. Refused: {dict(self.refused) or 'none'}"
        )


@pytest.fixture(scope="module")
def borough() -> tuple[Store, BoroughTruth]:
    store = MemoryStore().store
    return store, make_borough(store, by=LEAD, today=TODAY)


@pytest.mark.timeout(0)
def test_every_care_plan_of_the_borough_says_every_word_that_was_signed(
    borough: tuple[Store, BoroughTruth], tmp_path: Path, tell: Callable[[str], None]
) -> None:
    store, truth = borough
    figures, began = Figures(homes=len(truth.homes)), perf_counter()
    for home in truth.homes:
        started = perf_counter()
        made = list(_printed(store, home.home_id, figures))
        figures.fullest_home = max(
            figures.fullest_home, (len(made), perf_counter() - started), key=lambda each: each[0]
        )
        for number, (line, paper, pdf) in enumerate(made):
            _hold_to_the_record(store, line, paper, pdf, figures)
            (tmp_path / f"{home.home_id}-{number}.pdf").write_bytes(pdf)
    tell(figures.words(perf_counter() - began))
    assert figures.plans + sum(figures.refused.values()) == sum(
        len(residents_of_home(store, by=LEAD, home_id=home.home_id)) for home in truth.homes
    )
    assert all(why.startswith("There are two versions of: ") for why in figures.refused)
    _hold_to_the_checker(tmp_path, figures)


def _printed(
    store: Store, home_id: str, figures: Figures
) -> Iterator[tuple[ResidentLine, PlanPaper, bytes]]:
    """The plans of a home, one after another; what is refused is counted with its reason."""
    for line in residents_of_home(store, by=LEAD, home_id=home_id):
        try:
            paper = plan_paper(
                store,
                by=LEAD,
                resident_id=line.resident_id,
                paper=PlanPaperKind.CLINICAL,
                waiting=0,
                practice=True,
            )
        except NotPrinted as refused:
            figures.refused[refused.message] += 1
        else:
            yield line, paper, render_care_plan(paper, look=LOOK)


def _hold_to_the_record(
    store: Store, line: ResidentLine, paper: PlanPaper, pdf: bytes, figures: Figures
) -> None:
    """Every question and answer that stands in the record, read back from the file by another program."""
    pages = texts_of_pages(pdf)
    said = squeezed(" ".join(pages))
    with store.reading() as connection:
        expected = {squeezed(as_drawn(each)) for each in _record_words(connection, line)}
    missing = sorted(each for each in expected if each not in said)
    assert not missing, f"{line.resident_id}: {missing[:3]}"
    for number, page in enumerate(pages, start=1):
        on_it = squeezed(page)
        assert squeezed(as_drawn(line.formal_name)) in on_it
        assert squeezed(f"Page {number} of {len(pages)}") in on_it
    figures.plans += 1
    figures.pages += len(pages)
    figures.longest = max(figures.longest, len(pages))
    figures.texts += len(expected)
    figures.essentials_too_long += essential_sides(paper, look=LOOK) > ESSENTIAL_SIDES


def _record_words(connection: Reading, line: ResidentLine) -> Iterator[str]:
    for kind in PRINTED:
        for signed in statements(connection, kind, line.resident_id):
            assert signed.record is not None
            yield signed.author.name
            yield from texts(answers(signed.record))
    card = resident_page(connection, LEAD, line.resident_id).card.record
    assert card is not None
    yield from (alert.text for alert in card.alerts)
    for contact in card.contacts:
        yield from filter(None, (contact.name, contact.phone, contact.relationship))


def _hold_to_the_checker(folder: Path, figures: Figures) -> None:
    files = sorted(folder.glob("*.pdf"))
    assert len(files) == figures.plans
    checker = shutil.which("qpdf")
    if checker is None:
        pytest.skip("qpdf is not installed here, so that no other program has checked the files")
    for file in files:
        checked = subprocess.run(
            [checker, "--check", str(file)], check=False, capture_output=True, text=True
        )
        assert checked.returncode == 0, f"{file.name}: {checked.stderr}"
