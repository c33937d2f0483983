"""The three sets of colours: light, dark and high contrast, after the NHS design system.

Every colour on screen comes from here; a test holds each pair of text and ground to 4.5:1 and each
border that carries meaning to 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). Nothing here imports Qt.
"""

from dataclasses import dataclass
from typing import Final

TEXT_CONTRAST: Final = 4.5
SHAPE_CONTRAST: Final = 3.0


@dataclass(frozen=True)
class TagColours:
    """Ground, letters and edge of one kind of tag."""

    fill: str
    ink: str


@dataclass(frozen=True)
class Palette:
    """One set of colours as `#rrggbb`."""

    name: str
    is_dark: bool
    page: str
    surface: str
    banded: str
    text: str
    quiet: str
    border: str
    form_border: str
    link: str
    primary: str
    primary_text: str
    primary_shadow: str
    secondary: str
    secondary_text: str
    danger: str
    danger_text: str
    danger_shadow: str
    header: str
    header_text: str
    focus: str
    focus_line: str
    selected: str
    selected_text: str
    off: str
    off_text: str
    problem: str
    stripe: str
    stripe_text: str
    chart_band: str
    info: TagColours
    amber: TagColours
    red: TagColours
    green: TagColours
    grey: TagColours

    def tags(self) -> dict[str, TagColours]:
        """Colours of each kind of tag by its name."""
        return {
            "info": self.info,
            "amber": self.amber,
            "red": self.red,
            "green": self.green,
            "grey": self.grey,
        }

    def text_pairs(self) -> tuple[tuple[str, str, str], ...]:
        """Every (what, letters, ground) that people must be able to read."""
        plain = (
            ("text on page", self.text, self.page),
            ("text on surface", self.text, self.surface),
            ("text on banded row", self.text, self.banded),
            ("quiet on page", self.quiet, self.page),
            ("quiet on surface", self.quiet, self.surface),
            ("quiet on banded row", self.quiet, self.banded),
            ("link on page", self.link, self.page),
            ("link on surface", self.link, self.surface),
            ("primary button", self.primary_text, self.primary),
            ("secondary button", self.secondary_text, self.secondary),
            ("warning button", self.danger_text, self.danger),
            ("header", self.header_text, self.header),
            ("selected", self.selected_text, self.selected),
            ("switched off", self.off_text, self.off),
            ("problem on page", self.problem, self.page),
            ("problem on surface", self.problem, self.surface),
            ("died: text", self.text, self.off),
            ("practice band", self.stripe_text, self.stripe),
            ("text on focus colour", self.focus_line, self.focus),
        )
        tags = tuple((f"tag {name}", c.ink, c.fill) for name, c in self.tags().items())
        return plain + tags

    def shape_pairs(self) -> tuple[tuple[str, str, str], ...]:
        """Every (what, shape, ground) that people must be able to tell apart."""
        return (
            ("form border on surface", self.form_border, self.surface),
            ("form border on page", self.form_border, self.page),
            ("focus: line against ring", self.focus_line, self.focus),
            ("primary button on surface", self.primary, self.surface),
            ("primary button on page", self.primary, self.page),
            ("warning button on surface", self.danger, self.surface),
            ("chosen against surface", self.link, self.surface),
            ("chart line on band", self.link, self.chart_band),
        )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    dark_end = 0.04045
    return channel / 12.92 if channel <= dark_end else ((channel + 0.055) / 1.055) ** 2.4


LIGHT: Final = Palette(
    name="light",
    is_dark=False,
    page="#f0f4f5",
    surface="#ffffff",
    banded="#f7f9fa",
    text="#212b32",
    quiet="#4c6272",
    border="#aeb7bd",
    form_border="#4c6272",
    link="#005eb8",
    primary="#007f3b",
    primary_text="#ffffff",
    primary_shadow="#00401e",
    secondary="#ffffff",
    secondary_text="#005eb8",
    danger="#d5281b",
    danger_text="#ffffff",
    danger_shadow="#6b140e",
    header="#005eb8",
    header_text="#ffffff",
    focus="#ffeb3b",
    focus_line="#212b32",
    selected="#ccdff1",
    selected_text="#212b32",
    off="#d8dde0",
    off_text="#44545f",
    problem="#b3180d",
    stripe="#fff3b0",
    stripe_text="#212b32",
    chart_band="#d9ebe1",
    info=TagColours("#ccdff1", "#002f5c"),
    amber=TagColours("#ffe9a8", "#4a3500"),
    red=TagColours("#f7d4d1", "#6b140e"),
    green=TagColours("#cce5d8", "#00401e"),
    grey=TagColours("#e1e6e9", "#2b3a44"),
)

DARK: Final = Palette(
    name="dark",
    is_dark=True,
    page="#10181e",
    surface="#1b262d",
    banded="#222e36",
    text="#f0f4f5",
    quiet="#b4c0c7",
    border="#4c6272",
    form_border="#93a1ab",
    link="#7ec2ff",
    primary="#3bb273",
    primary_text="#08130c",
    primary_shadow="#1c6b41",
    secondary="#1b262d",
    secondary_text="#7ec2ff",
    danger="#ff8a80",
    danger_text="#2b0703",
    danger_shadow="#a8372d",
    header="#0b2c4d",
    header_text="#ffffff",
    focus="#ffeb3b",
    focus_line="#10181e",
    selected="#1d4770",
    selected_text="#ffffff",
    off="#35424b",
    off_text="#c3ccd2",
    problem="#ffa39b",
    stripe="#4a3f00",
    stripe_text="#ffffff",
    chart_band="#1f3d30",
    info=TagColours("#0f3558", "#b9dcff"),
    amber=TagColours("#473600", "#ffd666"),
    red=TagColours("#551a16", "#ffb9b3"),
    green=TagColours("#0f3d25", "#a3e6bf"),
    grey=TagColours("#35424b", "#e3e9ec"),
)

HIGH_CONTRAST: Final = Palette(
    name="contrast",
    is_dark=True,
    page="#000000",
    surface="#000000",
    banded="#000000",
    text="#ffffff",
    quiet="#ffffff",
    border="#ffffff",
    form_border="#ffffff",
    link="#ffff00",
    primary="#ffff00",
    primary_text="#000000",
    primary_shadow="#ffffff",
    secondary="#000000",
    secondary_text="#ffff00",
    danger="#ff9d94",
    danger_text="#000000",
    danger_shadow="#ffffff",
    header="#000000",
    header_text="#ffffff",
    focus="#ffeb3b",
    focus_line="#000000",
    selected="#ffff00",
    selected_text="#000000",
    off="#000000",
    off_text="#c8c8c8",
    problem="#ffb0a8",
    stripe="#000000",
    stripe_text="#ffffff",
    chart_band="#333333",
    info=TagColours("#000000", "#8fd8ff"),
    amber=TagColours("#000000", "#ffd633"),
    red=TagColours("#000000", "#ff9d94"),
    green=TagColours("#000000", "#7dff9b"),
    grey=TagColours("#000000", "#ffffff"),
)

PALETTES: Final = {palette.name: palette for palette in (LIGHT, DARK, HIGH_CONTRAST)}
