"""``python -m quire_ocr.pages``: writes sample regions, detector targets and line images to look at."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import cv2
import numpy as np

from .charset import HANZI, SMALL
from .degrade import degrade
from .fonts import FontPack
from .page import PageBuilder
from .samples import LINE_HEIGHT, WIDE, detector_sample, line_samples
from .text import TextSource


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, default=Path("target/ocr/pack"))
    parser.add_argument("--out", type=Path, default=Path("target/ocr/pages"))
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--chinese", type=float, default=0.35, help="share of Chinese pages")
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(arguments.seed)
    np.random.seed(arguments.seed)
    cv2.setRNGSeed(arguments.seed)
    cv2.setNumThreads(1)
    fonts, text = FontPack(arguments.pack / "fonts"), TextSource(arguments.pack / "text", rng)
    characters = ["", *SMALL, *HANZI]
    rows, truth, lines = [], [], 0
    start = time.time()
    for number in range(arguments.count):
        region = degrade(PageBuilder(fonts, text, rng, arguments.chinese).build(), rng)
        samples = list(line_samples(region, rng))
        lines += len(samples)
        image, target = detector_sample(region, rng)
        mask = cv2.resize(target[0] * 255, image.shape[::-1], interpolation=cv2.INTER_NEAREST)
        cv2.imwrite(str(arguments.out / f"page-{number}.png"), region.image)
        cv2.imwrite(str(arguments.out / f"target-{number}.png"), np.hstack([image, mask // 2 + image // 2]))
        for sample in samples[::9]:
            row = np.full((LINE_HEIGHT, WIDE), 128, np.uint8)
            row[:, :sample.image.shape[1]] = sample.image
            rows.append(row)
            truth.append("".join(characters[label] for label in sample.labels))
    seconds = time.time() - start
    cv2.imwrite(str(arguments.out / "lines.png"), np.vstack(rows[:40]))
    (arguments.out / "lines.txt").write_text("\n".join(truth[:40]), encoding="utf-8")
    print(f"{arguments.count / seconds:.2f} pages/s, {lines / arguments.count:.0f} lines a page, {lines / seconds:.0f} lines/s on one core")


if __name__ == "__main__":
    main()
