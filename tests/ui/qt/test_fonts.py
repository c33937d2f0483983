"""The bundled fonts: outlines the PDF writer takes, a shape for every visible letter, a small bundle."""

import json
import unicodedata
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtGui import QFontDatabase

from mdt_core.files import resource
from mdt_desktop.qt import style
from tests.support.shared_data import shared_data

_SAMPLES = {
    "ward signs": "≥ ≤ ₂ → ✓ ŵ â ° ½ µ ☐ ☑ – ’ « » ● ▲ ◆ ○",
    "Welsh and Irish": "Ŵ Ŷ ŵ ŷ á é í ó ú",
    "Polish and Romanian": "Łódź Ștefan Țepeș",
    "Greek and Cyrillic": "Ελένη Наталія",
    "Arabic, Urdu and Hebrew": "محمد گلزار שרה",
    "Bengali, Gujarati, Punjabi, Tamil": "রহিম ગીતા ਗੁਰਪ੍ਰੀਤ தமிழ்",
    "Chinese, Japanese, Korean": "王小明 山田 김철수 𠜎",
    "emoji": "😀 👩🏽 ❤ 👨‍👩‍👦",
}
_NO_CHARACTER = {0xFFFE, 0xFFFF}
_MOST_BYTES = 20_000_000


@cache
def _covered() -> frozenset[int]:
    return frozenset().union(
        *(TTFont(resource("fonts", f)).getBestCmap() for f in style.FONT_FILES)
    )


def _without_shape(text: str) -> list[str]:
    return [
        f"U+{ord(c):04X}"
        for c in dict.fromkeys(text)
        if unicodedata.category(c) not in {"Cc", "Cf"}
        if ord(c) not in _covered() and ord(c) not in _NO_CHARACTER
    ]


@pytest.mark.parametrize("text", _SAMPLES.values(), ids=_SAMPLES.keys())
def test_every_letter_of_a_sample_has_a_shape(text: str) -> None:
    assert _without_shape(text) == []


def test_every_naughty_string_has_a_shape_for_every_visible_letter() -> None:
    strings = json.loads(shared_data("12_torture", "blns", "blns.json").read_text("utf-8"))
    assert _without_shape("".join(strings)) == []


@pytest.mark.parametrize("name", style.FONT_FILES)
def test_every_font_has_truetype_outlines_with_ink(name: str) -> None:
    font = TTFont(resource("fonts", name))
    assert "glyf" in font
    assert "CFF " not in font
    letter = next(c for c in (ord("A"), 0x1F600, 0x2070E, 0xF8FF) if c in font.getBestCmap())
    assert font["glyf"][font.getBestCmap()[letter]].numberOfContours != 0


def test_figures_and_letters_of_the_main_font_keep_their_places() -> None:
    regular, bold = (TTFont(resource("fonts", f)) for f in ("Inter-Regular.ttf", "Inter-Bold.ttf"))
    assert regular.getBestCmap().keys() == bold.getBestCmap().keys()
    assert regular["hmtx"]["A"][0] > 0


def test_the_bundle_of_fonts_stays_small() -> None:
    assert sum(resource("fonts", f).stat().st_size for f in style.FONT_FILES) <= _MOST_BYTES


def test_qt_knows_every_family_of_the_chain() -> None:
    assert set(style.FAMILIES) <= set(QFontDatabase.families())
