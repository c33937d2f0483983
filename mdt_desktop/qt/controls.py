"""Small drawings of the controls (tick, arrow, box, ring), one set a palette.

A style sheet takes pictures from files only, so the sets lie under `resources/icons/controls`; a
test holds them equal to what is drawn here. `python -m mdt_desktop.qt.controls` writes them anew.
"""

from pathlib import Path

from mdt_core.files import resource
from mdt_desktop.qt.palettes import PALETTES, Palette

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
    'stroke-linecap="round" stroke-linejoin="round">{}</svg>\n'
)


def drawings(palette: Palette) -> dict[str, str]:
    """File name to SVG text of every control in the colours of a palette."""
    ink, edge, ground, chosen = palette.text, palette.form_border, palette.surface, palette.link
    box = f'<rect x="1.5" y="1.5" width="21" height="21" fill="{ground}" stroke="{edge}"'
    ring = f'<circle cx="12" cy="12" r="10.5" fill="{ground}" stroke="{edge}"'
    parts = {
        "down": _stroke(ink, "M5 9l7 7 7-7"),
        "left": _stroke(ink, "M15 5l-7 7 7 7"),
        "right": _stroke(ink, "M9 5l7 7-7 7"),
        "plus": _stroke(ink, "M5 12h14M12 5v14"),
        "minus": _stroke(ink, "M5 12h14"),
        "box": f'{box} stroke-width="2.5"/>',
        "box_ticked": f'{box} stroke-width="2.5"/>'
        + _stroke(chosen, "M5.5 12.5l4.5 4.5 8.5-9.5", 4),
        "box_part": f'{box} stroke-width="2.5"/>' + _stroke(chosen, "M6 12h12", 4),
        "ring": f'{ring} stroke-width="2.5"/>',
        "ring_chosen": f'{ring} stroke-width="2.5"/><circle cx="12" cy="12" r="6" fill="{chosen}"/>',
    }
    return {f"{name}.svg": _FRAME.format(part) for name, part in parts.items()}


def _stroke(colour: str, path: str, width: int = 3) -> str:
    return f'<path d="{path}" stroke="{colour}" stroke-width="{width}"/>'


def write_all(folder: Path) -> None:
    """Writes every set below the folder, replacing what is there."""
    for palette in PALETTES.values():
        (folder / palette.name).mkdir(parents=True, exist_ok=True)
        for name, text in drawings(palette).items():
            (folder / palette.name / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_all(resource("icons") / "controls")
