"""The parts from which a borough is put together, read from the TOML files beside this module."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from mdt_core.demo.plan import Medicine, damson_fold

Texts = Mapping[str, Any]


@cache
def part(name: str) -> Texts:
    """One of the files, such as `people`."""
    text = files("mdt_core.demo.borough").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def home_names() -> tuple[str, ...]:
    """The homes in their order, the four neighbourhoods in turn."""
    by_place = part("homes")["homes"].values()
    return tuple(name for names in zip(*by_place, strict=True) for name in names)


def medicine(name: str) -> Medicine:
    """A medicine as its chart lists it, by its short name."""
    return damson_fold().medicine[name]
