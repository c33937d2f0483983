"""The look: one palette, one text size, applied to the whole application.

`apply` sets the Fusion style, the bundled fonts, Qt's palette, the style sheet made from the tokens
and the focus ring. Widgets take colours from their palette and sizes from the sheet, so that a new
look needs no word to any of them.
"""

from dataclasses import asdict, dataclass
from string import Template
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from mdt_core.files import resource
from mdt_desktop.qt.focus_ring import FocusRing
from mdt_desktop.qt.palettes import LIGHT, Palette
from mdt_desktop.qt.sheet import SHEET

LEAST_SCALE: Final = 0.8
GREATEST_SCALE: Final = 2.0
TARGET_PX: Final = 44
_BODY_PX: Final = 16
_TYPE_PX: Final = {"small": 14, "body": 16, "lead": 19, "heading": 22, "title": 26}

FONT_FILES: Final = (
    "Inter-Regular.ttf",
    "Inter-Bold.ttf",
    "Inter-Italic.ttf",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "WideCoverage.ttf",
    "WideCoverageUpper.ttf",
    "HanSupplement.ttf",
    "WideCoveragePrivate.ttf",
)
FAMILIES: Final = (
    "Inter",
    "DejaVu Sans",
    "Wide Coverage",
    "Wide Coverage Upper",
    "Han Supplement",
    "Wide Coverage Private",
)


@dataclass(frozen=True)
class Look:
    """A palette and a text size; `scale` 0.8 to 2.0. Raises ValueError outside."""

    palette: Palette = LIGHT
    scale: float = 1.0

    def __post_init__(self) -> None:
        if not LEAST_SCALE <= self.scale <= GREATEST_SCALE:
            message = (
                f"text size {self.scale:.0%} is outside {LEAST_SCALE:.0%} to {GREATEST_SCALE:.0%}"
            )
            raise ValueError(message)

    def px(self, at_full_size: int) -> int:
        """Pixels at this text size for a length given at 100 %."""
        return round(at_full_size * self.scale)

    @property
    def text_px(self) -> int:
        """Height of body text in pixels."""
        return self.px(_BODY_PX)

    @property
    def target_px(self) -> int:
        """Least height and width of anything that is pressed, never under 44."""
        return max(TARGET_PX, round(self.text_px * 1.4) + 22)

    @property
    def columns(self) -> int:
        """How many columns a page may have: three, two from 150 %, one at 200 %."""
        two_columns, one_column = 1.5, 2.0
        if self.scale >= one_column:
            return 1
        return 2 if self.scale >= two_columns else 3


_APPLIED: Final = "look"
_FUSION: Final = "fusion"
_RING: Final = "ring"


def new_application() -> QApplication:
    """The application, in Fusion from its first moment.

    Asking it for its style afterwards would have PySide make all of `QStyle`, 10 ms of the first paint.
    """
    app = QApplication(["mdt", "-style", _FUSION])
    app.setProperty(_FUSION, True)
    return app


def load_fonts() -> None:
    """Gives the bundled fonts to Qt, once; raises FileNotFoundError where one is missing."""
    known = set(QFontDatabase.families())
    if known.issuperset(FAMILIES):
        return
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def text_font(look: Look) -> QFont:
    """The font of running text with its whole chain of fallbacks."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(look.text_px)
    for feature in ("zero", "ss02", "tnum"):  # slashed zero, distinct I l 1, even figures
        font.setFeature(QFont.Tag(feature), 1)
    return font


def apply(app: QApplication, look: Look) -> None:
    """Gives every window of the application this look, now and later.

    Every part of every window is dressed anew, so nothing is done where the look is that already.
    """
    if app.property(_APPLIED) == look:
        return
    app.setProperty(_APPLIED, look)
    load_fonts()
    if not app.property(_FUSION):
        app.setStyle(QStyleFactory.create(_FUSION))
        app.setProperty(_FUSION, True)
    app.setFont(text_font(look))
    app.setPalette(qt_palette(look.palette))
    app.setStyleSheet(style_sheet(look))
    colours = (look.palette.focus, look.palette.focus_line)
    ring = app.property(_RING)  # `findChild` would make `QStyle` too
    if ring is None:
        app.setProperty(_RING, FocusRing(app, *colours))
    else:
        ring.set_colours(*colours)


def restyle(widget: QWidget) -> None:
    """Takes up a changed dynamic property (`kind`, `tag`, `state`) in the style sheet."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def style_sheet(look: Look) -> str:
    """The whole Qt style sheet for a look."""
    palette = look.palette
    tokens = {key: value for key, value in asdict(palette).items() if isinstance(value, str)}
    for name, colours in palette.tags().items():
        tokens |= {f"{name}_fill": colours.fill, f"{name}_ink": colours.ink}
    tokens |= {f"{name}_px": f"{look.px(size)}px" for name, size in _TYPE_PX.items()}
    tokens |= _lengths(look)
    folder = resource("icons", "controls", palette.name).as_posix()
    tokens |= {"controls": folder}
    return Template(SHEET).substitute(tokens)


def _lengths(look: Look) -> dict[str, str]:
    target = look.target_px
    lengths = {
        "target": target,
        "two_targets": 2 * target,
        "inner": target - 4,  # 2 px of border above and below
        "pressed_inner": target - 6,  # 2 px above, 4 px of shadow below
        "indicator": max(24, look.px(24)),
        "problem_inner": target - 8,  # 4 px of border above and below
        "pad": max(8, look.px(10)),
        "cell": target,
        "bar": max(14, look.px(14)),
    }
    return {name: f"{length}px" for name, length in lengths.items()}


def qt_palette(palette: Palette) -> QPalette:
    """Qt's own palette, for what the style sheet does not reach and for widgets that paint."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.page,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.banded,
        role.Text: palette.text,
        role.PlaceholderText: palette.quiet,
        role.Button: palette.secondary,
        role.ButtonText: palette.secondary_text,
        role.BrightText: palette.problem,
        role.Link: palette.link,
        role.LinkVisited: palette.link,
        role.Highlight: palette.selected,
        role.HighlightedText: palette.selected_text,
        role.ToolTipBase: palette.surface,
        role.ToolTipText: palette.text,
        role.Mid: palette.border,
        role.Dark: palette.form_border,
        role.Midlight: palette.chart_band,
        role.Light: palette.surface,
        role.Accent: palette.link,
    }
    made = QPalette()
    for where, colour in colours.items():
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(palette.off_text))
    return made
