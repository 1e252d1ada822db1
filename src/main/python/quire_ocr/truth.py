"""Pages with known text: what a list of pages names, as images with their true lines or their true text."""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from .score import Word, normalise


@dataclass(frozen=True)
class Page:
    """A page image with its truth: lines of placed words (of the upright page), or else plain text."""

    group: str
    name: str
    image: Path
    dpi: float
    turns: int  # quarter turns clockwise that were given to the image
    lines: list[list[Word]] | None
    text: str | None
    capitals: bool = False  # the truth is written in capitals, whatever is printed

    @property
    def chinese(self) -> bool:
        return "chinese" in self.group


def load_pages(listing: Path, corpus: Path, work: Path) -> list[Page]:
    """Rows of ``listing``, parted by tabs: group, file, page, dpi, file with the truth or "-", quarter turns.

    The truth is the text layer of that page of a PDF, a ``.gt.txt`` or ``.gt.md`` file, or a table of lines as the data
    set SROIE has them for receipts: eight coordinates and the text in capitals.  "-" is the file's own.
    """
    work.mkdir(parents=True, exist_ok=True)
    rows = [row.split("\t") for row in listing.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    return [_load(corpus, work, *row) for row in rows]


def _load(corpus: Path, work: Path, group: str, file: str, page: str, dpi: str, truth: str, turns: str) -> Page:
    source = corpus / file
    name = f"{source.stem}-{page}-{dpi}-{turns}"
    image = work / f"{name}.png"
    if not image.exists():
        grey = _render(source, page, dpi, work / name) if source.suffix == ".pdf" else cv2.imread(str(source), cv2.IMREAD_GRAYSCALE)
        cv2.imwrite(str(image), np.ascontiguousarray(np.rot90(grey, -int(turns))))
    known = source if truth == "-" else corpus / truth
    beside = known.with_name(known.name.rsplit(".", 1)[0] + ".gt.txt")
    if known.suffix == ".pdf":
        lines = true_lines(known, int(page), float(dpi))
        if not lines:
            raise ValueError(f"no text layer on page {page} of {known}")
        return Page(group, name, image, float(dpi), int(turns), lines, None)
    if known.suffix == ".csv":
        return Page(group, name, image, float(dpi), int(turns), receipt_lines(known), None, capitals=True)
    return Page(group, name, image, float(dpi), int(turns), None, (beside if truth == "-" else known).read_text(encoding="utf-8"))


def _render(source: Path, page: str, dpi: str, out: Path) -> np.ndarray:
    subprocess.run(["pdftoppm", "-gray", "-r", dpi, "-f", page, "-l", page, "-singlefile", str(source), str(out)], check=True)
    return cv2.imread(f"{out}.pgm", cv2.IMREAD_GRAYSCALE)


def receipt_lines(table: Path) -> list[list[Word]]:
    """The lines of a table, each as one word: its text may hold commas of its own."""
    rows = [row.split(",", 8) for row in table.read_text(encoding="utf-8", errors="replace").splitlines() if row.count(",") >= 8]
    return [[(normalise(text), min(x), min(y), max(x), max(y))] for *corners, text in rows
            for x, y in [([float(v) for v in corners[::2]], [float(v) for v in corners[1::2]])] if normalise(text)]


def true_lines(pdf: Path, page: int, dpi: float) -> list[list[Word]]:
    """The lines of a page's text layer, leader dots and sideways text left out."""
    command = ["pdftotext", "-bbox-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "ignore")
    scale, lines = dpi / 72, []
    for block in re.findall(r"<line [^>]*>(.*?)</line>", text, re.S):
        words = []
        for x0, y0, x1, y1, word in re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', block, re.S):
            word = normalise(html.unescape(word))
            if word:
                words.append((word, *(float(v) * scale for v in (x0, y0, x1, y1))))
        if sum(w[0] == "." for w in words) >= 4:
            words = [w for w in words if w[0] != "."]
        sideways = any(len(w[0]) > 2 and w[4] - w[2] > 1.5 * (w[3] - w[1]) for w in words)
        if words and not sideways:
            lines.append(words)
    return lines
