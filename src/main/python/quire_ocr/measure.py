"""``python -m quire_ocr.measure``: this model against tesseract on the same page images, one thread each.

Every run reads each page with each system in turn; accuracy is taken from the first run, CPU seconds from
all of them.  Tesseract starts anew for each page: what a start costs is measured on an empty image and
named apart.  ``truth`` says what a list of pages looks like, ``score`` what the figures mean.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import torch

from .reader import Reader, Settings
from .score import Score, Word, score_text, score_words
from .truth import Page, load_pages

Reading = tuple[list[Word], str, float]  # words with places on the upright page, text, CPU seconds


class Model:
    """The reference reader on one folder of files; counts what of its work was padding."""

    def __init__(self, folder: Path, settings: Settings, int8: bool) -> None:
        self.reader = Reader(folder, settings, int8)
        self.steps = self.padding = 0

    def __call__(self, page: Page) -> Reading:
        start = time.process_time()
        read = self.reader.read(cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE), page.dpi)
        seconds = time.process_time() - start
        self.steps += read.steps
        self.padding += read.padding
        words = [(w, x0, line.box[1], x1, line.box[3]) for line in read.lines for w, x0, x1 in line.words]
        return words, read.text, seconds


def tesseract(page: Page) -> Reading:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = _run_tesseract(page.image, page.chinese, "1" if "rotated" in page.group else "3", page.dpi)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    words, lines = [], defaultdict(list)
    for row in csv.DictReader(output.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            x, y, w, h = (float(row[k]) for k in ("left", "top", "width", "height"))
            words.append((row["text"], x, y, x + w, y + h))
            lines[row["block_num"], row["par_num"], row["line_num"]].append(row["text"])
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if page.turns:
        height, width = cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE).shape
        words = [upright(word, page.turns, width, height) for word in words]
    return words, "\n".join(" ".join(line) for line in lines.values()), seconds


def _run_tesseract(image: Path, chinese: bool, segmentation: str, dpi: float) -> str:
    command = ["tesseract", str(image), "-", "-l", "chi_sim+eng" if chinese else "eng", "--oem", "1", "--psm", segmentation,
               "--dpi", str(round(dpi)), "tsv"]
    return subprocess.run(command, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout.decode("utf-8")


def start_seconds(work: Path, chinese: bool, runs: int) -> float:
    """CPU seconds that tesseract takes for an image without text."""
    image = work / "empty.pgm"
    cv2.imwrite(str(image), np.full((64, 64), 255, np.uint8))
    seconds = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _run_tesseract(image, chinese, "3", 150)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(seconds)


def upright(word: Word, turns: int, width: float, height: float) -> Word:
    """A word of an image that was turned clockwise, on the page as it was before."""
    text, x0, y0, x1, y1 = word
    for _ in range(turns):
        x0, y0, x1, y1 = y0, width - x1, y1, width - x0
        width, height = height, width
    return text, x0, y0, x1, y1


def score(page: Page, reading: Reading) -> Score:
    words, text, _ = reading
    return score_text(page.text, text, page.chinese) if page.lines is None else score_words(page.lines, words, page.chinese)


def report(pages: list[Page], scores: dict[str, list[Score]], seconds: dict[str, np.ndarray]) -> None:
    """One row for each group and system; seconds [runs, pages]."""
    for group in dict.fromkeys(page.group for page in pages):
        members = [i for i, page in enumerate(pages) if page.group == group]
        for name, all_scores in scores.items():
            s = [all_scores[i] for i in members]
            characters = max(1, sum(x.characters for x in s))
            cer, missed, misread, extra = (100 * sum(getattr(x, k) for x in s) / characters for k in ("errors", "missed", "misread", "extra"))
            means = seconds[name][:, members].mean(1)
            print(f"{group:14} {name[-20:]:20} pages {len(s):2}  F1 mean {100 * np.mean([x.f1 for x in s]):5.1f} median {100 * np.median([x.f1 for x in s]):5.1f}"
                  f"  CER {cer:5.2f} % = missed {missed:.2f} + misread {misread:.2f} + extra {extra:.2f}"
                  f"  CPU s/page {np.median(means):.3f} ({means.min():.3f} to {means.max():.3f})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="list of pages")
    parser.add_argument("--corpus", type=Path, required=True, help="folder that the list's files are in")
    parser.add_argument("--model", type=Path, action="append", default=[], help="folder of the model's files; may repeat")
    parser.add_argument("--float32", action="store_true", help="use the 32-bit files where there are 8-bit ones")
    parser.add_argument("--no-tesseract", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path("target/ocr/measure"))
    parser.add_argument("--json", type=Path, help="write every page's figures there")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    pages = load_pages(arguments.pages, arguments.corpus, arguments.work)
    systems: dict[str, Callable[[Page], Reading]] = {str(f): Model(f, Settings(), not arguments.float32) for f in arguments.model}
    for model in systems.values():  # the first pages of a TorchScript file are slow
        for _ in range(3):
            model(pages[0])
        model.steps = model.padding = 0
    if not arguments.no_tesseract:
        systems["tesseract"] = tesseract
    scores: dict[str, list[Score]] = {name: [] for name in systems}
    seconds = {name: np.zeros((arguments.runs, len(pages))) for name in systems}
    for run in range(arguments.runs):
        for number, page in enumerate(pages):
            for name, read in systems.items():
                reading = read(page)
                seconds[name][run, number] = reading[2]
                if run == 0:
                    scores[name].append(score(page, reading))
    report(pages, scores, seconds)
    for name, system in systems.items():
        if isinstance(system, Model):
            print(f"{name}: {100 * system.padding / max(1, system.steps):.1f} % of the recogniser's steps were padding")
    if not arguments.no_tesseract:
        print("tesseract's start: " + ", ".join(f"{k} {start_seconds(arguments.work, k == 'chinese', arguments.runs):.3f} CPU s" for k in ("western", "chinese")))
    if arguments.json:
        arguments.json.write_text(json.dumps({name: {page.name: asdict(s) | {"seconds": seconds[name][:, i].tolist()} for i, (page, s) in enumerate(zip(pages, scores[name]))}
                                              for name in systems}, indent=1))


if __name__ == "__main__":
    main()
