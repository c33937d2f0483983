"""Every destination has a screen, made with just what the destination holds."""

import inspect
from dataclasses import fields
from importlib import import_module
from typing import get_args

import pytest
from PySide6.QtWidgets import QWidget

from mdt_desktop.ui.context import Destination
from mdt_desktop.ui.frame.screens import SCREENS


def test_every_destination_has_a_screen() -> None:
    assert set(SCREENS) == set(get_args(Destination))


@pytest.mark.parametrize("destination", get_args(Destination), ids=lambda kind: kind.__name__)
def test_a_screen_takes_what_its_destination_holds(destination: type[Destination]) -> None:
    module, name = SCREENS[destination]
    screen = getattr(import_module(f"mdt_desktop.ui.{module}.page"), name)
    assert issubclass(screen, QWidget)
    taken = list(inspect.signature(screen.__init__).parameters)
    held = [field.name for field in fields(destination)]
    assert taken[1 : 3 + len(held)] == ["context", *held, "parent"]


@pytest.mark.parametrize("destination", get_args(Destination), ids=lambda kind: kind.__name__)
def test_a_screen_can_be_told_all_that_the_frame_tells(destination: type[Destination]) -> None:
    module, name = SCREENS[destination]
    screen = getattr(import_module(f"mdt_desktop.ui.{module}.page"), name)
    for told, taken in {"load": [], "refresh": ["changes"], "leave": []}.items():
        assert list(inspect.signature(getattr(screen, told)).parameters)[1:] == taken, told
