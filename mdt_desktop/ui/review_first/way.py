"""The way to the order of review."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ToReviewFirst:
    """Who may need a review first, in one home or (without an id) in all homes served."""

    home_id: str = ""
