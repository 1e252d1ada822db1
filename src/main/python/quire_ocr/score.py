"""How well the words that were read agree with the true ones."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np

Word = tuple[str, float, float, float, float]  # text, x0, y0, x1, y1 in pixels

_SAME = str.maketrans({"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "‐": "-",
                       "‑": "-", "\u00ad": None, "′": "'", "`": "'", "´": "'", "●": "•", "▪": "•", "■": "•", "◦": "•",
                       "∗": "*", "∼": "~", "˜": "~"})


@dataclass(frozen=True)
class Score:
    """Word F1 (of characters for Chinese) and characters in error, by cause.

    ``missed`` stand on lines of which nothing was found, ``extra`` were read where no text is,
    ``misread`` are the edit distance on the lines that were found, or of the whole text where the
    truth has no places.
    """

    f1: float
    characters: int
    missed: int
    misread: int
    extra: int

    @property
    def errors(self) -> int:
        return self.missed + self.misread + self.extra


def normalise(text: str) -> str:
    """Makes equal what print does not tell apart: quotes, dashes, bullets, full width, ligatures, leader dots."""
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return re.sub(r"(?:[.·…] ?){4,}", " ", re.sub(r"\s+", " ", text)).strip()


def distance(a: str, b: str) -> int:
    """Edit distance of Levenshtein."""
    if a == b or not a or not b:
        return 0 if a == b else len(a) + len(b)
    codes = np.frombuffer(b.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(codes) + 1)
    row = steps.copy()
    for i, c in enumerate(np.frombuffer(a.encode("utf-32-le"), np.uint32), 1):
        following = np.empty_like(row)
        following[0] = i
        following[1:] = np.minimum(row[1:] + 1, row[:-1] + (codes != c))
        row = np.minimum.accumulate(following - steps) + steps
    return int(row[-1])


def bag_f1(truth: str, read: str, chinese: bool) -> float:
    split = (lambda t: [c for c in t if not c.isspace()]) if chinese else str.split
    a, b = Counter(split(truth)), Counter(split(read))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def score_text(truth: str, read: str, chinese: bool) -> Score:
    """Against a text in reading order."""
    truth, read = normalise(truth), normalise(read)
    expected, got = (t.replace(" ", "") if chinese else t for t in (truth, read))
    return Score(bag_f1(truth, read, chinese), len(expected), 0, distance(expected, got), 0)


def score_words(lines: list[list[Word]], words: list[Word], chinese: bool) -> Score:
    """Against placed lines: every word read is given to the true line that it overlaps, so order does not matter."""
    squash = (lambda t: t.replace(" ", "")) if chinese else (lambda t: t)
    read = [(normalise(w[0]), *w[1:]) for w in words]
    read = [w for w in read if w[0]]
    boxes = np.array([[min(w[1] for w in line), min(w[2] for w in line), max(w[3] for w in line), max(w[4] for w in line)] for line in lines])
    given: list[list[Word]] = [[] for _ in lines]
    characters = missed = misread = extra = 0
    for word in read:
        best = _line_of(word, boxes)
        if best is None:
            extra += len(word[0])
        else:
            given[best].append(word)
    for line, found in zip(lines, given):
        expected = squash(" ".join(w[0] for w in line))
        got = squash(" ".join(w[0] for w in sorted(found, key=lambda w: w[1])))
        characters += len(expected)
        if found:
            misread += distance(expected, got)
        else:
            missed += len(expected)
    truth = " ".join(w[0] for line in lines for w in line)
    return Score(bag_f1(truth, " ".join(w[0] for w in read), chinese), characters, missed, misread, extra)


def _line_of(word: Word, boxes: np.ndarray) -> int | None:
    _, x0, y0, x1, y1 = word
    across = np.maximum(0, np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)) / max(1e-6, x1 - x0)
    down = np.maximum(0, np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)) / max(1e-6, y1 - y0)
    off = np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - (y0 + y1) / 2) / np.maximum(1, boxes[:, 3] - boxes[:, 1])
    fit = np.where((across > 0.3) & (down > 0.3), across + down - off, -9)
    best = int(fit.argmax())
    return best if fit[best] > -5 else None
