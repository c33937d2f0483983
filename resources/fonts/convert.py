"""Makes the bundled TrueType files from the fonts of Debian 12, once, by hand.

The PDF writer takes TrueType outlines only, so fonts with PostScript outlines are converted; the
Han supplement is cut down to the characters of plane 2 that HKSCS or JIS X 0213 name. It changes
no shape by more than one unit in a thousand and may not run when the application runs.

    python resources/fonts/convert.py FOLDER   (FOLDER/usr/share/fonts as the packages unpack)
"""

import sys
from pathlib import Path
from typing import Final

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

_HERE: Final = Path(__file__).resolve().parent
_OUTLINES: Final = {  # our file: (file as packed, family name where a reserved name forbids theirs)
    "Inter-Regular.ttf": ("opentype/inter/Inter-Regular.otf", ""),
    "Inter-Bold.ttf": ("opentype/inter/Inter-Bold.otf", ""),
    "Inter-Italic.ttf": ("opentype/inter/Inter-Italic.otf", ""),
    "WideCoverage.ttf": ("opentype/unifont/unifont.otf", "Wide Coverage"),
    "WideCoverageUpper.ttf": ("opentype/unifont/unifont_upper.otf", "Wide Coverage Upper"),
    "WideCoveragePrivate.ttf": ("opentype/unifont/unifont_csur.otf", "Wide Coverage Private"),
}
_HAN: Final = ("HanSupplement.ttf", "truetype/hanazono/HanaMinA.ttf", "Han Supplement")
_HAN_CODECS: Final = ("big5hkscs", "euc_jisx0213")
_NAME_FAMILY, _NAME_UNIQUE, _NAME_FULL, _NAME_POSTSCRIPT = 1, 3, 4, 6
_NAME_TYPOGRAPHIC: Final = (16, 17, 21, 22)


def to_truetype(font: TTFont, greatest_error: float) -> None:
    """Replaces cubic (PostScript) outlines by quadratic (TrueType) ones."""
    order = font.getGlyphOrder()
    shapes = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, greatest_error, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = outlines = newTable("glyf")
    outlines.glyphOrder, outlines.glyphs = order, glyphs
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font["maxp"] = _limits(len(order))
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def _limits(count: int) -> object:
    limits = newTable("maxp")
    limits.tableVersion, limits.numGlyphs = 0x00010000, count
    limits.maxZones = 1
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(limits, field, 0)
    return limits


def rename(font: TTFont, family: str) -> None:
    """Gives a changed font a name of its own; copyright and licence entries stay."""
    names = font["name"]
    names.names = [n for n in names.names if n.nameID not in _NAME_TYPOGRAPHIC]
    for number, text in (
        (_NAME_FAMILY, family),
        (_NAME_UNIQUE, family),
        (_NAME_FULL, family),
        (_NAME_POSTSCRIPT, family.replace(" ", "")),
    ):
        for entry in [n for n in names.names if n.nameID == number]:
            entry.string = text


def supplementary_ideographs() -> set[int]:
    """Characters of plane 2 in the Hong Kong and Japanese standards, and the first of the plane."""
    found = {0x20000}
    for point in range(0x20000, 0x30000):
        for codec in _HAN_CODECS:
            try:
                chr(point).encode(codec)
            except UnicodeEncodeError:
                continue
            found.add(point)
    return found


def han_supplement(font: TTFont) -> None:
    """Cuts the font down to the supplementary ideographs."""
    options = Options()
    options.name_IDs = ["*"]
    options.layout_features = []
    options.hinting = False
    cutter = Subsetter(options)
    cutter.populate(unicodes=supplementary_ideographs())
    cutter.subset(font)


def main(unpacked: Path) -> None:
    """Writes every bundled font that is not packed ready for use."""
    packed = unpacked / "usr/share/fonts"
    for ours, (theirs, family) in _OUTLINES.items():
        font = TTFont(packed / theirs)
        to_truetype(font, font["head"].unitsPerEm / 1000)
        if family:
            rename(font, family)
        font.save(_HERE / ours)
    ours, theirs, family = _HAN
    font = TTFont(packed / theirs)
    han_supplement(font)
    rename(font, family)
    font.save(_HERE / ours)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
