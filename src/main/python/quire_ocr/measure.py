"""``python -m quire_ocr.measure``: this model against tesseract on the same page images, one thread each.

The pages come from a list, one a line: group, file, page, dpi, separated by tabs.  PDFs are rasterised
with pdftoppm and their text layer, word by word with its place (pdftotext -bbox-layout), is the
truth; images have theirs in a ``.gt.txt`` beside them.  For each group: word F1 (characters for Chinese),
character error rate, share of characters on lines that were missed altogether, and CPU seconds a page.
The character error rate of PDFs is blind to reading order: every word read is given to the true line
that it overlaps.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import os
import re
import resource
import subprocess
import time
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from .reader import Reader, Settings

Word = tuple[str, float, float, float, float]  # text, x0, y0, x1, y1 in pixels

_SAME = str.maketrans({"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "‐": "-",
                       "‑": "-", "\u00ad": None, "′": "'", "`": "'", "´": "'", "●": "•", "▪": "•", "■": "•", "◦": "•",
                       "∗": "*", "∼": "~", "˜": "~"})


def normalise(text: str) -> str:
    """Makes equal what print does not tell apart: quotes, dashes, bullets, full width, ligatures, leader dots."""
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return re.sub(r"(?:[.·…] ?){4,}", " ", re.sub(r"\s+", " ", text)).strip()


def distance(a: str, b: str) -> int:
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


@dataclass
class Case:
    group: str
    name: str
    image: Path
    dpi: float
    lines: list[list[Word]] | None  # truth with places
    text: str | None  # truth without

    @property
    def chinese(self) -> bool:
        return "chinese" in self.group.lower()


@dataclass
class Score:
    f1: float
    errors: int
    characters: int
    missed: int
    seconds: float


def true_lines(pdf: Path, page: int, dpi: float) -> list[list[Word]]:
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


def load_cases(listing: Path, work: Path) -> list[Case]:
    work.mkdir(parents=True, exist_ok=True)
    cases = []
    for row in listing.read_text(encoding="utf-8").splitlines():
        if not row.strip() or row.startswith("#"):
            continue
        group, file, page, dpi = row.split("\t")
        source, number, resolution = Path(file), int(page), float(dpi)
        name = f"{source.stem}-{page}-{dpi}"
        image = work / f"{name}.pgm"
        truth = next((t for t in (source.parent / f"{source.name.rsplit('.', 1)[0]}.gt.txt",) if t.exists()), None)
        if source.suffix == ".pdf":
            if not image.exists():
                subprocess.run(["pdftoppm", "-gray", "-r", dpi, "-f", page, "-l", page, "-singlefile", str(source), str(image.with_suffix(""))], check=True)
            lines = true_lines(source, number, resolution)
            if not lines:
                raise ValueError(f"no text layer on page {number} of {source}")
            cases.append(Case(group, name, image, resolution, lines, None))
        elif truth is not None:
            cv2.imwrite(str(image), cv2.imread(str(source), cv2.IMREAD_GRAYSCALE))
            cases.append(Case(group, name, image, resolution, None, truth.read_text(encoding="utf-8")))
        else:
            raise FileNotFoundError(f"no truth for {source}")
    return cases


def by_model(reader: Reader, case: Case) -> tuple[list[Word], str, float]:
    start = time.process_time()
    page = reader.read(cv2.imread(str(case.image), cv2.IMREAD_GRAYSCALE), case.dpi)
    seconds = time.process_time() - start
    words = [(w, x0, line.box[1], x1, line.box[3]) for line in page.lines for w, x0, x1 in line.words]
    return words, page.text, seconds


def by_tesseract(case: Case) -> tuple[list[Word], str, float]:
    languages = "chi_sim+eng" if case.chinese else "eng"
    segmentation = "1" if "rotated" in case.group.lower() else "3"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["tesseract", str(case.image), "-", "-l", languages, "--oem", "1", "--psm", segmentation, "--dpi", str(round(case.dpi)), "tsv"]
    output = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout.decode("utf-8")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    words, lines = [], defaultdict(list)
    for row in csv.DictReader(output.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            x, y, w, h = (float(row[k]) for k in ("left", "top", "width", "height"))
            words.append((row["text"], x, y, x + w, y + h))
            lines[row["block_num"], row["par_num"], row["line_num"]].append(row["text"])
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return words, "\n".join(" ".join(line) for line in lines.values()), seconds


def bag_f1(truth: str, read: str, chinese: bool) -> float:
    split = (lambda t: [c for c in t if not c.isspace()]) if chinese else str.split
    a, b = Counter(split(truth)), Counter(split(read))
    common = sum((a & b).values())
    return 2 * common / max(1, sum(a.values()) + sum(b.values()))


def score(case: Case, words: list[Word], text: str, seconds: float) -> Score:
    squash = (lambda t: t.replace(" ", "")) if case.chinese else (lambda t: t)
    if case.lines is None:
        truth, read = normalise(case.text), normalise(text)
        return Score(bag_f1(truth, read, case.chinese), distance(squash(truth), squash(read)), len(squash(truth)), 0, seconds)
    read = [(normalise(w[0]), *w[1:]) for w in words]
    read = [w for w in read if w[0]]
    truth = " ".join(w[0] for line in case.lines for w in line)
    f1 = bag_f1(truth, " ".join(w[0] for w in read), case.chinese)
    boxes = np.array([[min(w[1] for w in l), min(w[2] for w in l), max(w[3] for w in l), max(w[4] for w in l)] for l in case.lines])
    given: list[list[Word]] = [[] for _ in case.lines]
    errors = characters = missed = 0
    for word in read:
        _, x0, y0, x1, y1 = word
        across = np.maximum(0, np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)) / max(1e-6, x1 - x0)
        down = np.maximum(0, np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)) / max(1e-6, y1 - y0)
        off = np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - (y0 + y1) / 2) / np.maximum(1, boxes[:, 3] - boxes[:, 1])
        fit = np.where((across > 0.3) & (down > 0.3), across + down - off, -9)
        best = int(fit.argmax())
        if fit[best] > -5:
            given[best].append(word)
        else:
            errors += len(word[0])
    for line, found in zip(case.lines, given):
        expected = squash(" ".join(w[0] for w in line))
        got = squash(" ".join(w[0] for w in sorted(found, key=lambda w: w[1])))
        errors += distance(expected, got)
        characters += len(expected)
        missed += len(expected) if not found else 0
    return Score(f1, errors, characters, missed, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="list of pages")
    parser.add_argument("--model", type=Path, action="append", default=[], help="folder of det.pt, rec.pt, charset.json; may repeat")
    parser.add_argument("--no-tesseract", action="store_true")
    parser.add_argument("--work", type=Path, default=Path("target/ocr/measure"))
    parser.add_argument("--detector-dpi", type=int, default=150)
    parser.add_argument("--squeeze", type=float, default=1.0)
    parser.add_argument("--json", type=Path, help="write every page's figures there")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    cases = load_cases(arguments.pages, arguments.work)
    settings = Settings(detector_dpi=arguments.detector_dpi, squeeze=arguments.squeeze)
    systems = {str(folder): (lambda case, r=Reader(folder, settings): by_model(r, case)) for folder in arguments.model}
    if not arguments.no_tesseract:
        systems["tesseract"] = by_tesseract
    results: dict[str, dict[str, Score]] = {name: {} for name in systems}
    for name, read in systems.items():  # warm up: the first pages of a TorchScript file are slow
        for _ in range(2 if name != "tesseract" else 0):
            read(cases[0])
    for case in cases:
        for name, read in systems.items():
            results[name][case.name] = score(case, *read(case))
    for group in dict.fromkeys(case.group for case in cases):
        members = [case.name for case in cases if case.group == group]
        for name in systems:
            s = [results[name][m] for m in members]
            print(f"{group:24} {name[-24:]:24} pages {len(s):3}  F1 mean {100 * np.mean([x.f1 for x in s]):5.1f} median {100 * np.median([x.f1 for x in s]):5.1f}"
                  f"  CER {100 * sum(x.errors for x in s) / max(1, sum(x.characters for x in s)):6.2f} %  missed {100 * sum(x.missed for x in s) / max(1, sum(x.characters for x in s)):5.2f} %"
                  f"  CPU s/page {np.mean([x.seconds for x in s]):.2f} median {np.median([x.seconds for x in s]):.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps({n: {k: vars(v) for k, v in r.items()} for n, r in results.items()}, indent=1))


if __name__ == "__main__":
    main()
