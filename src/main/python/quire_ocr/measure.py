"""``python -m quire_ocr.measure``: the engine against tesseract on the same page images, one thread each.

In each pass over the pages every page is read by each system in turn; the first pass is scored, CPU seconds are taken
from all.  The engine is warm before; tesseract is its library, opened once: what that costs is told apart.
``truth`` says what a list of pages looks like, ``score`` what the figures on placed words mean; text in order is scored
by ``quire evaluate``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from ctypes import CDLL, c_char_p, c_int, c_void_p, string_at
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from .score import Score, Word, score_text, score_words
from .truth import Page, load_pages


@dataclass(frozen=True)
class Reading:
    words: list[Word]  # with places on the upright page
    text: str
    seconds: float  # of CPU time, from pixels to text


class System(ABC):
    """Reads pages in one thread."""

    @abstractmethod
    def read(self, page: Page, words: bool) -> Reading:
        """Reads a page; words may be left out where they are not asked for."""

    def note(self) -> str:
        """What else there is to say in the end."""
        return ""


class Engine(System):
    """The Java engine, in a process of its own, which also knows the scores of ``quire evaluate``."""

    WARM = 30  # pages

    def __init__(self, class_path: str) -> None:
        command = ["java", "-Xmx2g", "-XX:+UseSerialGC", "-cp", class_path, "dev.quire.infer.embedded.MeasuredEngine"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.padding = 0.0

    def ask(self, **request: object) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def read(self, page: Page, words: bool) -> Reading:
        answer = self.ask(image=str(page.image.absolute()), dpi=page.dpi, words=words)
        self.padding = answer["padding"]
        return Reading(placed_upright(page, [tuple(word) for word in answer.get("words", ())]), answer["text"], answer["seconds"])

    def warm(self, pages: list[Page]) -> None:
        """Java compiles what is run often; libtorch is slow with the first pages, too."""
        for page in (pages * self.WARM)[: self.WARM]:
            self.read(page, words=False)

    def note(self) -> str:
        return f"{100 * self.padding:.1f} % of the recogniser's columns were padding"


class Model(System):
    """The reference reader on one folder of files, to compare files before they ship."""

    def __init__(self, folder: Path, int8: bool) -> None:
        import torch

        from .reader import Reader, Settings

        torch.set_num_threads(1)
        cv2.setNumThreads(1)
        self.reader = Reader(folder, Settings(), int8)

    def read(self, page: Page, words: bool) -> Reading:
        grey = cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE)
        start = time.thread_time()
        read = self.reader.read(grey, page.dpi)
        seconds = time.thread_time() - start
        return Reading([(w, x0, line.box[1], x1, line.box[3]) for line in read.lines for w, x0, x1 in line.words], read.text, seconds)


class Tesseract(System):
    """libtesseract 5 with its LSTM networks, one handle for each set of languages."""

    LSTM_ONLY = 1

    def __init__(self) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        self.library = CDLL("libtesseract.so.5")
        self.library.TessBaseAPICreate.restype = self.library.TessBaseAPIGetTsvText.restype = c_void_p
        self.library.TessBaseAPIGetTsvText.argtypes = [c_void_p, c_int]
        self.library.TessVersion.restype = c_char_p
        self.handles: dict[str, c_void_p] = {}
        self.start: dict[str, float] = {}

    def read(self, page: Page, words: bool) -> Reading:
        grey = cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE)
        handle = self._handle("chi_sim+eng" if page.chinese else "eng")
        start = time.thread_time()
        self.library.TessBaseAPISetPageSegMode(handle, 1 if "rotated" in page.group else 3)
        self.library.TessBaseAPISetImage(handle, grey.tobytes(), grey.shape[1], grey.shape[0], 1, grey.shape[1])
        self.library.TessBaseAPISetSourceResolution(handle, round(page.dpi))
        self.library.TessBaseAPIRecognize(handle, None)
        answer = self.library.TessBaseAPIGetTsvText(handle, 0)
        seconds = time.thread_time() - start
        table = string_at(answer).decode("utf-8")
        self.library.TessDeleteText(c_void_p(answer))
        self.library.TessBaseAPIClear(handle)
        return self._reading(page, table, seconds)

    def _handle(self, languages: str) -> c_void_p:
        if languages not in self.handles:
            start = time.thread_time()
            handle = c_void_p(self.library.TessBaseAPICreate())
            if self.library.TessBaseAPIInit2(handle, None, languages.encode(), self.LSTM_ONLY) != 0:
                raise RuntimeError(f"tesseract lacks the languages {languages}")
            self.library.TessBaseAPISetVariable(handle, b"debug_file", b"/dev/null")
            self.start[languages] = time.thread_time() - start
            self.handles[languages] = handle
        return self.handles[languages]

    @staticmethod
    def _reading(page: Page, table: str, seconds: float) -> Reading:
        words, lines = [], defaultdict(list)
        columns = ["level", "page", "block", "paragraph", "line", "word", "left", "top", "width", "height", "confidence", "text"]
        for row in csv.DictReader(table.splitlines(), columns, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == "5" and (row["text"] or "").strip():
                x, y, w, h = (float(row[k]) for k in ("left", "top", "width", "height"))
                words.append((row["text"], x, y, x + w, y + h))
                lines[row["block"], row["paragraph"], row["line"]].append(row["text"])
        return Reading(placed_upright(page, words), "\n".join(" ".join(line) for line in lines.values()), seconds)

    def note(self) -> str:
        return f"version {self.library.TessVersion().decode()}; opened in " + ", ".join(f"{s:.2f} CPU s ({k})" for k, s in self.start.items())


def placed_upright(page: Page, words: list[Word]) -> list[Word]:
    """Words of an image that was turned clockwise, on the page as it was before."""
    if not page.turns:
        return words
    height, width = cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE).shape
    for turn in range(page.turns):
        words = [(text, y0, width - x1, y1, width - x0) for text, x0, y0, x1, y1 in words]
        width, height = height, width
    return words


@dataclass(frozen=True)
class Scores:
    """One page: on placed words where the truth has places, and the text in order as ``quire evaluate`` sees it."""

    placed: Score
    f1: float
    characters: int
    edits: int
    order: float


def score(page: Page, reading: Reading, engine: Engine) -> Scores:
    words, text = reading.words, reading.text
    if page.capitals:
        words, text = [(w.upper(), *place) for w, *place in words], text.upper()
    placed = score_text(page.text, text, page.chinese) if page.lines is None else score_words(page.lines, words, page.chinese)
    truth = page.text if page.lines is None else "\n".join(" ".join(w[0] for w in line) for line in page.lines)
    answer = engine.ask(truth=truth, read=text)
    return Scores(placed, answer["f1"], answer["characters"], answer["edits"], float(answer["order"]))


def report(pages: list[Page], scores: dict[str, list[Scores]], seconds: dict[str, np.ndarray]) -> None:
    """For each group one row a system, and how many times as fast as tesseract; seconds [runs, pages]."""
    for group in dict.fromkeys(page.group for page in pages):
        members = [i for i, page in enumerate(pages) if page.group == group]
        print(f"{group}, {len(members)} pages")
        for name, of_pages in scores.items():
            s = [of_pages[i] for i in members]
            characters = max(1, sum(x.placed.characters for x in s))
            cer, missed, misread, extra = (100 * sum(getattr(x.placed, k) for x in s) / characters for k in ("errors", "missed", "misread", "extra"))
            ordered = 100 * sum(x.edits for x in s) / max(1, sum(x.characters for x in s))
            line = (f"  {name[-20:]:20} F1 {spread([100 * x.f1 for x in s], 1)}; in order: CER {ordered:.2f} %, order {100 * np.nanmean([x.order for x in s]):.1f} %;"
                    f" placed: F1 {spread([100 * x.placed.f1 for x in s], 1)}, CER {cer:.2f} % = missed {missed:.2f} + misread {misread:.2f} + extra {extra:.2f}")
            means = seconds[name][:, members].mean(1)
            line += f"; CPU s/page {spread(means, 3)}, pages/s {1 / np.median(means):.2f}"
            if "tesseract" in seconds and name != "tesseract":
                line += f", faster by {spread(seconds['tesseract'][:, members].mean(1) / means, 2)}"
            print(line, flush=True)


def spread(values: list[float] | np.ndarray, digits: int) -> str:
    return f"{np.mean(values):.{digits}f} (median {statistics.median(values):.{digits}f}, {min(values):.{digits}f} to {max(values):.{digits}f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="list of pages")
    parser.add_argument("--corpus", type=Path, required=True, help="folder that the list's files are in")
    parser.add_argument("--engine", required=True, help="class path of the Java engine and its tests")
    parser.add_argument("--model", type=Path, action="append", default=[], help="folder of files for the reference reader; may repeat")
    parser.add_argument("--float32", action="store_true", help="the reference reader uses the 32-bit files where there are 8-bit ones")
    parser.add_argument("--no-tesseract", action="store_true")
    parser.add_argument("--runs", type=int, default=5, help="passes over the pages")
    parser.add_argument("--work", type=Path, default=Path("target/ocr/measure"))
    parser.add_argument("--json", type=Path, help="write every page's figures there")
    arguments = parser.parse_args()
    pages = load_pages(arguments.pages, arguments.corpus, arguments.work)
    engine = Engine(arguments.engine)
    systems: dict[str, System] = {"engine": engine} | {str(f): Model(f, not arguments.float32) for f in arguments.model}
    if not arguments.no_tesseract:
        systems["tesseract"] = Tesseract()
    engine.warm(pages)
    readings: dict[str, list[Reading]] = {name: [] for name in systems}
    seconds = {name: np.zeros((arguments.runs, len(pages))) for name in systems}
    for run in range(arguments.runs):
        for number, page in enumerate(pages):
            for name, system in systems.items():
                reading = system.read(page, words=run == 0)
                seconds[name][run, number] = reading.seconds
                if run == 0:
                    readings[name].append(reading)
    scores = {name: [score(page, reading, engine) for page, reading in zip(pages, readings[name])] for name in systems}
    report(pages, scores, seconds)
    for name, system in systems.items():
        print(f"{name}: {system.note()}")
    if arguments.json:
        arguments.json.write_text(json.dumps({name: {page.name: asdict(s) | {"text": reading.text, "seconds": seconds[name][:, i].tolist()}
                                                     for i, (page, s, reading) in enumerate(zip(pages, scores[name], readings[name]))} for name in systems}, indent=1))


if __name__ == "__main__":
    main()
