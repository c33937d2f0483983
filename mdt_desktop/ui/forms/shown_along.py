"""What a form works out from more than its answers, and keeps with them as it was shown.

A kind that keeps such a thing names it here. It is worked out anew from the answers and the resident as
read, never typed, and never taken from a draft. Free of Qt.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.record_words import Fact
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.ui.medicines.burden import installed_list, review_burden

Worked = tuple[Mapping[str, Any], tuple[Fact, ...]]
"""What is kept by the names of its fields, and what is shown."""
Working = Callable[[Draft[Any], ResidentPage], Worked]


def shown_along(kind: str, by: Actor, folder: Path) -> Working:
    """How it is worked out while one form is open; what lies in the folder is read once."""
    begins = _ALONG.get(kind)
    return begins(by, folder) if begins else _nothing


def _nothing(_draft: Draft[Any], _page: ResidentPage) -> Worked:
    return {}, ()


def _review(by: Actor, folder: Path) -> Working:
    installed = installed_list(folder)
    return partial(review_burden, by=by, installed=installed)


_ALONG: Final[Mapping[str, Callable[[Actor, Path], Working]]] = {MedicineReview.kind: _review}
