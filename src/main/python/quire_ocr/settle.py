"""``python -m quire_ocr.settle``: the last part of the recogniser's training, with fixed normalisation, on the CPU.

``train`` gives each kind of line batches of its own, so batch normalisation sees the statistics of
that kind.  At inference there is one set of statistics for all, and hanzi suffer most from the
difference.  Here the statistics are measured over mixed lines, then the weights learn to live with them.
"""

from __future__ import annotations

import argparse
import copy
import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .degrade import degrade
from .fonts import FontPack
from .networks import Recognizer
from .page import PageBuilder
from .samples import LINE_HEIGHT, LineSample, line_samples
from .text import TextSource
from .train import edit_distance, learning_rate, load_matching, to_input, vary

Batch = tuple[Tensor, Tensor, Tensor]  # images [N, 32, W], labels, their lengths
POOLED = 600  # lines that are sorted by width together
BATCH_COLUMNS = 9600
FIXED_LAYERS = 4  # the first layers, at high resolution, cost the most and have the least to learn


def draw_lines(pack: Path, chinese: float, seed: int) -> Iterator[list[LineSample]]:
    """The lines of one page after the other, without end."""
    cv2.setNumThreads(1)
    rng = random.Random(seed)
    np.random.seed(seed)
    cv2.setRNGSeed(seed)
    fonts, text = FontPack(pack / "fonts"), TextSource(pack / "text", rng)
    while True:
        yield list(line_samples(degrade(PageBuilder(fonts, text, rng, chinese).build(), rng), rng))


def _work(lines: multiprocessing.Queue, pack: Path, chinese: float, seed: int) -> None:
    os.nice(5)
    for drawn in draw_lines(pack, chinese, seed):
        lines.put(drawn)


def batches(samples: list[LineSample], rng: random.Random) -> list[Batch]:
    """Lines of like width together, those with hanzi apart: only their loss needs all classes."""
    result = []
    for hanzi in (False, True):
        kind = sorted((s for s in samples if s.has_hanzi == hanzi), key=lambda s: s.image.shape[1])
        while kind:
            width = -(-kind[-1].image.shape[1] // 8) * 8
            count = max(1, BATCH_COLUMNS // width)
            result.append(_batch(kind[-count:], width))
            del kind[-count:]
    rng.shuffle(result)
    return result


def _batch(samples: list[LineSample], width: int) -> Batch:
    images = np.empty((len(samples), LINE_HEIGHT, width), np.uint8)
    labels = np.zeros((len(samples), max(len(s.labels) for s in samples)), np.int64)
    for image, label, sample in zip(images, labels, samples):
        image[:] = int(np.median(sample.image[:, -2:]))
        image[:, :sample.image.shape[1]] = sample.image
        label[:len(sample.labels)] = sample.labels
    return torch.from_numpy(images), torch.from_numpy(labels), torch.tensor([len(s.labels) for s in samples])


@torch.no_grad()
def fix_normalisation(network: nn.Module, mixed: list[Tensor]) -> None:
    """Sets the statistics to their mean over the batches and keeps them from moving."""
    layers = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None
        layer.train()
    for images in mixed:
        network(images, hanzi=False)
    for layer in layers:
        layer.eval()


def loss_of(network: Recognizer, batch: Batch, hanzi: bool) -> Tensor:
    images, labels, lengths = batch
    scores = network(vary(to_input(images, "cpu")), hanzi).transpose(0, 1)
    steps = torch.full((len(images),), scores.shape[0], dtype=torch.long)
    return F.ctc_loss(scores, labels, steps, lengths, reduction="none", zero_infinity=True).sum() / lengths.sum()


@torch.no_grad()
def error_rates(network: Recognizer, held: list[Batch], small: int) -> tuple[float, float]:
    """Character error rates of lines without and with hanzi."""
    wrong, total = [0, 0], [0, 0]
    for images, labels, lengths in held:
        hanzi = int(labels.max() >= small)
        for path, label, length in zip(network(to_input(images, "cpu")).argmax(-1).tolist(), labels.tolist(), lengths.tolist()):
            read = [c for c, before in zip(path, [-1, *path]) if c and c != before]
            wrong[hanzi] += edit_distance(read, label[:length])
            total[hanzi] += length
    return tuple(w / max(1, t) for w, t in zip(wrong, total))


def main() -> None:
    started = time.time()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=Path("target/ocr/pack"))
    parser.add_argument("--init", type=Path, required=True, help="folder of the weights to continue from")
    parser.add_argument("--out", type=Path, default=Path("target/ocr/settled"))
    parser.add_argument("--seconds", type=float, default=1500)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--chinese", type=float, default=0.5, help="share of Chinese pages")
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng = random.Random(arguments.seed)

    queue: multiprocessing.Queue = multiprocessing.get_context("fork").Queue(40)
    worker = multiprocessing.get_context("fork").Process(
        target=_work, args=(queue, arguments.pack, arguments.chinese, arguments.seed), daemon=True)
    worker.start()

    def pool() -> list[LineSample]:
        samples: list[LineSample] = []
        while len(samples) < POOLED:
            samples += queue.get()
        return samples

    network = Recognizer()
    load_matching(network, arguments.init / "recognizer.pt")
    network = network.to(memory_format=torch.channels_last).eval()
    small = network.small.out_features // network.halves - 1
    drawn = [s for _ in range(3) for s in pool()]
    held = batches(rng.sample(drawn, 500), rng)
    mixed = [_batch(part, 640) for part in _mixed(drawn, rng)]
    fix_normalisation(network, [to_input(images, "cpu") for images, _, _ in mixed])
    network.features[:FIXED_LAYERS].requires_grad_(False)
    mean = copy.deepcopy(network)
    print(f"t{time.time() - started:.0f} error rate", *(f"{r:.4f}" for r in error_rates(mean, held, small)), flush=True)

    learning = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.01)
    network.dropout.train()
    total, since, step, said = 0.0, 0, 0, time.time()
    while time.time() < started + arguments.seconds:
        for batch in batches(pool(), rng):
            progress = (time.time() - started) / arguments.seconds
            if progress >= 1:
                break
            for group in optimizer.param_groups:
                group["lr"] = arguments.rate * learning_rate(progress, 1.0, 0.02)
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(network, batch, bool(batch[1].max() >= small))
            loss.backward()
            nn.utils.clip_grad_norm_(learning, 2.0)
            optimizer.step()
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.parameters()), [p.detach() for p in network.parameters()], 1 - min(0.995, (step + 1) / (step + 10)))
            total, since, step = total + float(loss.detach()), since + 1, step + 1
        if time.time() - said > 60:
            print(f"t{time.time() - started:.0f} step {step} loss {total / max(1, since):.4f} error rate",
                  *(f"{r:.4f}" for r in error_rates(mean, held, small)), flush=True)
            total, since = 0.0, 0
            said = time.time()
            torch.save(mean.state_dict(), arguments.out / "recognizer.part")
            (arguments.out / "recognizer.part").replace(arguments.out / "recognizer-mean.pt")
    worker.terminate()
    for name in ("detector-mean.pt", "orientation-mean.pt"):
        shutil.copy(arguments.init / name, arguments.out / name)
    torch.save(mean.state_dict(), arguments.out / "recognizer-mean.pt")
    print(f"end t{time.time() - started:.0f} step {step} error rate", *(f"{r:.4f}" for r in error_rates(mean, held, small)))


def _mixed(samples: list[LineSample], rng: random.Random, count: int = 14) -> Iterator[list[LineSample]]:
    """Batches of long lines, half of them with hanzi, to measure the statistics on."""
    latin = [s for s in samples if not s.has_hanzi and s.image.shape[1] > 300]
    hanzi = [s for s in samples if s.has_hanzi]
    for _ in range(count):
        yield rng.sample(latin, 12) + rng.sample(hanzi, 12)


if __name__ == "__main__":
    main()
