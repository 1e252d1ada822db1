"""Fonts of the pack: loading, metrics, coverage and a choice that resembles real documents."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

# families that most documents are set in: chosen more often
_COMMON = (
    "Nimbus", "Liberation", "cmun", "Carlito", "Caladea", "STIX", "OpenSans", "Roboto", "Lato", "DejaVuS", "NotoS",
    "P052", "C059", "Arimo", "Tinos", "FreeS", "Inter",
)
_MONO = ("mono", "cousine", "courier", "hack", "inconsolata", "cmuntt", "cmuntb", "cmunit", "cmunvt", "ocra")


@dataclass
class Face:
    """A font at one size.  Ascent and descent are those of the printed letters, not of the file."""

    font: ImageFont.FreeTypeFont
    name: str
    size: int
    ascent: int
    descent: int
    drawn: frozenset[str]
    chinese: bool
    _widths: dict[str, float] = field(default_factory=dict)

    def width(self, text: str) -> float:
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) > 4000:
                self._widths.clear()
            width = self._widths[text] = self.font.getlength(text)
        return width

    @property
    def height(self) -> int:
        return self.ascent + self.descent


class FontPack:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        coverage = json.loads((folder / "coverage.json").read_text())
        self._drawn = {name: frozenset(drawn) for name, drawn in coverage.items()}
        self.chinese = [n for n in coverage if n.startswith("CJK")]
        self.latin = [n for n in coverage if not n.startswith("CJK")]
        self.mono = [n for n in self.latin if any(m in n.lower() for m in _MONO)]
        self._weights = [3.0 if n.startswith(_COMMON) else 1.0 for n in self.latin]
        self.face = lru_cache(maxsize=500)(self._face)

    def any_latin(self, rng: random.Random) -> str:
        if rng.random() < 0.07:
            return rng.choice(self.mono)
        return rng.choices(self.latin, self._weights)[0]

    def _face(self, name: str, size: int) -> Face:
        font = ImageFont.truetype(str(self.folder / name), size, layout_engine=ImageFont.Layout.BASIC)
        chinese = name in self.chinese
        boxes = [font.getbbox("dlHkbgpqyj", anchor="ls")]
        if chinese:
            boxes = [font.getbbox("国鑫灯", anchor="ls"), font.getbbox("dlpgH", anchor="ls")]
        ascent, descent = max(-b[1] for b in boxes), max(b[3] for b in boxes)
        return Face(font, name, size, max(int(ascent), 3), max(int(descent), 1), self._drawn[name], chinese)
