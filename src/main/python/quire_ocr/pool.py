"""Worker processes that draw samples without end into ring buffers which the trainer reads at random.

The GPU takes lines faster than the cores draw them; a large ring lets each be seen about twice, some
seconds apart and with other noise on it.
"""

from __future__ import annotations

import mmap
import os
import random
import signal
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .page import CROP
from .samples import (LINE_HEIGHT, NARROW, NARROW_LABELS, ORIENTATION_CROP, WIDE, WIDE_LABELS, detector_sample,
                      line_samples, orientation_sample)

WIDE_LATIN, NARROW_LATIN, CHINESE, DETECTOR, ORIENTATION = range(5)


@dataclass(frozen=True)
class PoolSize:
    wide: int = 800_000
    narrow: int = 400_000
    chinese: int = 600_000
    detector: int = 12_000
    orientation: int = 8_000

    def slots(self, kind: int) -> int:
        return (self.wide, self.narrow, self.chinese, self.detector, self.orientation)[kind]


def _shared(shape: tuple[int, ...], kind: type) -> np.ndarray:
    return np.frombuffer(mmap.mmap(-1, int(np.prod(shape)) * np.dtype(kind).itemsize), kind).reshape(shape)


class SamplePool:
    """Rings for five kinds of sample; each worker owns an equal part of each ring."""

    def __init__(self, pack: Path, workers: int, size: PoolSize, chinese_share: float, seed: int, whole_pages: bool) -> None:
        self.pack, self.workers, self.chinese_share, self.seed, self.whole_pages = pack, workers, chinese_share, seed, whole_pages
        self.per_worker = [max(1, size.slots(kind) // workers) for kind in range(5)]
        total = [n * workers for n in self.per_worker]
        shapes = {WIDE_LATIN: (WIDE, WIDE_LABELS), NARROW_LATIN: (NARROW, NARROW_LABELS), CHINESE: (WIDE, WIDE_LABELS)}
        self.images = [_shared((total[k], LINE_HEIGHT, shapes[k][0]), np.uint8) for k in shapes]
        self.labels = [_shared((total[k], shapes[k][1]), np.int16) for k in shapes]
        self.lengths = [_shared((total[k],), np.int32) for k in shapes]
        self.pages = _shared((total[DETECTOR], CROP, CROP), np.uint8)
        self.targets = _shared((total[DETECTOR], 3, CROP // 2, CROP // 4), np.uint8)
        self.turned = _shared((total[ORIENTATION], ORIENTATION_CROP, ORIENTATION_CROP), np.uint8)
        self.turns = _shared((total[ORIENTATION],), np.int64)
        self.counts = _shared((workers, 5), np.int64)
        self.failures = _shared((workers,), np.int64)
        self._children: list[int] = []

    def start(self) -> None:
        for worker in range(self.workers):
            child = os.fork()
            if child == 0:
                try:
                    self._work(worker)
                finally:
                    os._exit(0)
            self._children.append(child)

    def stop(self) -> None:
        for child in self._children:
            os.kill(child, signal.SIGKILL)

    def wait(self, needed: tuple[int, ...]) -> None:
        """Blocks until every worker has drawn that many samples of each kind."""
        while not all((self.counts[:, kind] >= count).all() for kind, count in enumerate(needed)):
            if self.failures.max() > 200:
                raise RuntimeError("the page generator keeps failing")
            time.sleep(0.2)

    def pick(self, kind: int, count: int, rng: np.random.Generator) -> np.ndarray:
        """Random filled slots."""
        worker = rng.integers(0, self.workers, count)
        filled = np.minimum(self.counts[:, kind], self.per_worker[kind])[worker]
        return worker * self.per_worker[kind] + (rng.random(count) * filled).astype(np.int64)

    def _work(self, worker: int) -> None:
        import cv2

        from .degrade import degrade
        from .fonts import FontPack
        from .page import PageBuilder
        from .text import TextSource

        cv2.setNumThreads(1)
        os.nice(8)
        seed = self.seed * 1000 + worker
        rng = random.Random(seed)
        np.random.seed(seed % 2**31)
        cv2.setRNGSeed(seed % 2**31)
        fonts, text = FontPack(self.pack / "fonts"), TextSource(self.pack / "text", rng)
        parent = os.getppid()
        while os.getppid() == parent:
            try:
                region = degrade(PageBuilder(fonts, text, rng, self.chinese_share).build(), rng)
                self._keep(worker, region, rng)
            except Exception:  # one bad page must not end the run; the count is watched
                if self.failures[worker] < 2:
                    traceback.print_exc()
                self.failures[worker] += 1

    def _slot(self, worker: int, kind: int) -> int:
        return worker * self.per_worker[kind] + int(self.counts[worker, kind]) % self.per_worker[kind]

    def _keep(self, worker: int, region, rng: random.Random) -> None:
        for sample in line_samples(region, rng):
            width = sample.image.shape[1]
            kind = CHINESE if sample.has_hanzi else WIDE_LATIN
            if not sample.has_hanzi and width <= NARROW and len(sample.labels) <= NARROW_LABELS:
                kind = NARROW_LATIN
            slot = self._slot(worker, kind)
            self.lengths[kind][slot] = 0
            self.images[kind][slot] = int(np.median(sample.image[:, -2:] if rng.random() < 0.5 else sample.image))
            self.images[kind][slot, :, :width] = sample.image
            self.labels[kind][slot, :len(sample.labels)] = sample.labels
            self.lengths[kind][slot] = len(sample.labels)
            self.counts[worker, kind] += 1
        if self.whole_pages:
            self._keep_page(worker, region, rng)

    def _keep_page(self, worker: int, region, rng: random.Random) -> None:
        slot = self._slot(worker, DETECTOR)
        self.pages[slot], self.targets[slot] = detector_sample(region, rng)
        self.counts[worker, DETECTOR] += 1
        if rng.random() < 0.5:
            turned = orientation_sample(region, rng)
            if turned is not None:
                slot = self._slot(worker, ORIENTATION)
                self.turned[slot], self.turns[slot] = turned
                self.counts[worker, ORIENTATION] += 1
