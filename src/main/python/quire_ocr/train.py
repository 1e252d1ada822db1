"""``python -m quire_ocr.train``: trains detector, recogniser and orientation net side by side.

One process draws nothing itself: worker processes fill the ``SamplePool`` while the GPU trains.  A run
ends after ``--seconds``; a later run continues from its weights with ``--init``.  Written to ``--out``:
``NAME.pt`` (raw weights, to continue from) and ``NAME-mean.pt`` (their moving average in fp16, to export).

With ``--teacher`` the recogniser also learns what an earlier, larger network answers at each step.

Every batch of lines holds all kinds of them, so that batch normalisation sees in training what it will
see later; in the last part of a run its statistics are fixed, and the weights settle on them.
"""

from __future__ import annotations

import argparse
import copy
import math
import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .networks import Detector, LineNetwork, Orientation, Recognizer, Teacher
from .pool import CHINESE, DETECTOR, NARROW_LATIN, ORIENTATION, WIDE_LATIN, PoolSize, SamplePool
from .samples import DISTANCE_SCALE, NARROW, WIDE, WIDE_LABELS

NETWORKS = {"detector": Detector, "recognizer": Recognizer, "orientation": Orientation, "teacher": Teacher}
SMOKE_POOL = PoolSize(1500, 1500, 1500, 40, 40)
LINE_KINDS = (WIDE_LATIN, NARROW_LATIN, CHINESE)  # in this order in a batch: only the last needs all classes


def load_matching(network: nn.Module, path: Path) -> None:
    """Takes over the weights whose names and shapes are the network's own; the others start anew."""
    own, state = network.state_dict(), torch.load(path, map_location="cpu")
    matching = {k: v.float() if v.is_floating_point() else v for k, v in state.items() if k in own and own[k].shape == v.shape}
    network.load_state_dict(matching, strict=False)
    print(f"{path}: {len(matching)} of {len(own)} tensors", flush=True)


def load_teacher(folder: Path, device: str) -> Teacher:
    teacher = Teacher()
    load_matching(teacher, folder / "teacher-mean.pt")
    return teacher.to(device).to(memory_format=torch.channels_last).eval()


def begin_like(recognizer: Recognizer, teacher: Teacher) -> None:
    """The first layers and the table of hanzi have the same shape in both."""
    for mine, theirs in enumerate((0, 1, 3, 4)):
        recognizer.features[mine].load_state_dict(teacher.features[theirs].state_dict())
    recognizer.hanzi[1].load_state_dict(teacher.hanzi[1].state_dict())


class Trainee:
    """A network with its optimiser, its moving average and its running loss."""

    def __init__(self, name: str, device: str, init: Path | None, rate: float, decay: float, teacher: Teacher | None = None) -> None:
        self.name, self.rate, self.decay, self.steps = name, rate, decay, 0
        network = NETWORKS[name]()
        if init is not None and (init / f"{name}.pt").exists():
            load_matching(network, init / f"{name}.pt")
        elif isinstance(network, LineNetwork):
            with torch.no_grad():
                network.small.bias.view(network.halves, -1)[:, 0] += 1.0  # CTC begins with blanks
            if teacher is not None:
                begin_like(network, teacher.cpu())
                teacher.to(device)
        self.network: nn.Module = network.to(device).to(memory_format=torch.channels_last).train()
        self.mean = copy.deepcopy(self.network).eval()
        weights = [p for p in network.parameters() if p.dim() > 1]
        others = [p for p in network.parameters() if p.dim() <= 1]
        groups = [{"params": weights, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=device == "cuda")
        self.total = torch.zeros((), device=device)
        self.since = 0

    def step(self, loss: Tensor, factor: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * factor
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        with torch.no_grad():
            weight = 1 - min(self.decay, (self.steps + 1) / (self.steps + 20))
            torch._foreach_lerp_(list(self.mean.parameters()), [p.detach() for p in self.network.parameters()], weight)
            for averaged, current in zip(self.mean.buffers(), self.network.buffers()):
                averaged.copy_(current)
        self.steps += 1
        self.total += loss.detach()
        self.since += 1

    def report(self) -> str:
        text = f"{self.name} {self.steps} {float(self.total) / max(1, self.since):.4f}"
        self.total.zero_()
        self.since = 0
        return text

    def save(self, out: Path) -> None:
        def store(state: dict[str, Tensor], path: Path) -> None:
            torch.save(state, path.with_suffix(".part"))
            path.with_suffix(".part").replace(path)

        store({k: v.cpu() for k, v in self.network.state_dict().items()}, out / f"{self.name}.pt")
        halves = {k: v.half().cpu() if v.is_floating_point() else v.cpu() for k, v in self.mean.state_dict().items()}
        store(halves, out / f"{self.name}-mean.pt")


class Feeder:
    """Threads that gather batches from the pool, a few ahead of the trainer."""

    def __init__(self, pool: SamplePool, sizes: dict[int, int], seed: int, cuda: bool) -> None:
        self.pool, self.sizes, self.cuda = pool, sizes, cuda
        self.latin = sizes[WIDE_LATIN] + sizes[NARROW_LATIN]
        self.lines: queue.Queue = queue.Queue(6)
        self.detector: queue.Queue = queue.Queue(3)
        self.orientation: queue.Queue = queue.Queue(2)
        self._images = [torch.from_numpy(x) for x in pool.images]
        self._labels = [torch.from_numpy(x) for x in pool.labels]
        self._lengths = [torch.from_numpy(x) for x in pool.lengths]
        self._pages, self._targets = torch.from_numpy(pool.pages), torch.from_numpy(pool.targets)
        self._turned, self._turns = torch.from_numpy(pool.turned), torch.from_numpy(pool.turns)
        jobs = [self._feed_lines] * 3
        if pool.whole_pages:
            jobs += [self._feed_detector, self._feed_orientation]
        for number, job in enumerate(jobs):
            threading.Thread(target=job, args=(np.random.default_rng(seed * 10 + number),), daemon=True).start()

    def _pinned(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        return tuple(t.pin_memory() if self.cuda else t for t in tensors)

    def _rows(self, kind: int, rng: np.random.Generator) -> Tensor:
        return torch.from_numpy(self.pool.pick(kind, self.sizes[kind], rng))

    def _feed_lines(self, rng: np.random.Generator) -> None:
        """Images, labels, their lengths, and how many of the lines, which come first, have no hanzi."""
        while True:
            rows = [self._rows(kind, rng) for kind in LINE_KINDS]
            images, labels = ([source[r] for source, r in zip(sources, rows)] for sources in (self._images, self._labels))
            paper = images[1][..., -1:].expand(-1, -1, WIDE - NARROW)
            images[1] = torch.cat((images[1], paper), -1)
            labels[1] = F.pad(labels[1], (0, WIDE_LABELS - labels[1].shape[1]))
            lengths = torch.cat([source[r] for source, r in zip(self._lengths, rows)])
            self.lines.put((*self._pinned(torch.cat(images), torch.cat(labels), lengths), self.latin))

    def _feed_detector(self, rng: np.random.Generator) -> None:
        while True:
            rows = self._rows(DETECTOR, rng)
            self.detector.put(self._pinned(self._pages[rows], self._targets[rows]))

    def _feed_orientation(self, rng: np.random.Generator) -> None:
        while True:
            rows = self._rows(ORIENTATION, rng)
            self.orientation.put(self._pinned(self._turned[rows], self._turns[rows]))


def to_input(images: Tensor, device: str) -> Tensor:
    x = images.to(device, non_blocking=True)[:, None].float().div_(127.5).sub_(1.0)
    return x.contiguous(memory_format=torch.channels_last)


def vary(x: Tensor) -> Tensor:
    """Contrast, brightness, inversion and noise on the GPU: a line seen twice is not the same twice."""
    r = torch.rand(x.shape[0], 4, 1, 1, 1, device=x.device)
    x = x * (0.75 + 0.35 * r[:, 0]) + (r[:, 1] - 0.5) * 0.25
    x = torch.where(r[:, 2] < 0.05, -x, x)
    return x + torch.randn_like(x) * torch.relu(r[:, 3] - 0.6) * 0.25


def recognizer_loss(network: LineNetwork, batch: tuple, device: str, teacher: Teacher | None, trust: float) -> Tensor:
    """CTC; with a teacher also, in the share ``trust``, the cross entropy to what it answers at each step."""
    images, labels, lengths, latin = batch
    x = vary(to_input(images, device))
    labels, lengths = labels.to(device, non_blocking=True).long(), lengths.to(device, non_blocking=True).long()
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        encoded = network.encode(x)
        losses = [ctc(network.log_probabilities(encoded[part], hanzi), labels[part], lengths[part])
                  for part, hanzi in ((slice(latin), False), (slice(latin, None), True))]
    loss = losses[0] + losses[1]
    if teacher is not None and trust > 0:
        loss = loss + trust * taught(network, encoded, teacher, x, device)
    return loss / lengths.sum()


def ctc(scores: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    steps = torch.full((scores.shape[0],), scores.shape[1], dtype=torch.long, device=scores.device)
    return F.ctc_loss(scores.transpose(0, 1), labels, steps, lengths, reduction="none", zero_infinity=True).sum()


@torch.no_grad()
def fix_normalisation(network: LineNetwork, batches: Iterable[Tensor]) -> None:
    """Sets the statistics to their mean over the batches and keeps them from moving."""
    layers = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    for layer in layers:
        layer.reset_running_stats()
        layer.momentum = None
    for x in batches:
        network.encode(x)
    for layer in layers:
        layer.eval()


def taught(network: LineNetwork, encoded: Tensor, teacher: Teacher, x: Tensor, device: str) -> Tensor:
    """Sum over the steps of the cross entropy between the teacher's distribution and the network's."""
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        with torch.no_grad():
            model = teacher.encode(x)
            wanted = F.softmax(teacher.small_scores(model).float(), -1)
        small = F.log_softmax(network.small_scores(encoded).float(), -1)
        gate = wanted[..., -1].flatten()
        gated = (gate > 0.2).nonzero().flatten()
        with torch.no_grad():
            wanted_hanzi = F.softmax(teacher.hanzi_scores(model, gated).float(), -1)
        rare = F.log_softmax(network.hanzi_scores(encoded, gated).float(), -1)
    return -(wanted * small).sum() - (gate[gated][:, None] * wanted_hanzi * rare).sum()


def detector_loss(network: nn.Module, batch: tuple, device: str) -> Tensor:
    x = to_input(batch[0], device)
    target = batch[1].to(device, non_blocking=True).float()
    r = torch.rand(x.shape[0], 2, 1, 1, 1, device=device)
    x = torch.where(r[:, 1] < 0.03, -x, x) * (0.75 + 0.35 * r[:, 0])
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        output = network(x)
    output = output.float()
    mask, distances = target[:, 0], target[:, 1:] / DISTANCE_SCALE
    probability = output[:, 0].sigmoid()
    cross_entropy = F.binary_cross_entropy_with_logits(output[:, 0], mask)
    overlap = 1 - (2 * (probability * mask).sum((1, 2)) + 1) / (probability.sum((1, 2)) + mask.sum((1, 2)) + 1)
    distance = ((output[:, 1:] - distances).abs() * mask[:, None]).sum() / (mask.sum() * 2 + 1)
    return 2 * cross_entropy + overlap.mean() + distance


def orientation_loss(network: nn.Module, batch: tuple, device: str) -> Tensor:
    x = vary(to_input(batch[0], device))
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        logits = network(x)
    return F.cross_entropy(logits.float(), batch[1].to(device))


def edit_distance(a: list[int], b: list[int]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


@torch.no_grad()
def error_rates(network: nn.Module, batch: tuple, device: str, limit: int = 150) -> tuple[float, float]:
    """Character error rates of greedy decoding on some lines without and with hanzi."""
    network.eval()
    images, labels, lengths, latin = batch
    rates = []
    for part in (slice(latin - min(limit, latin), latin), slice(latin, latin + limit)):
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            best = network(to_input(images[part], device)).argmax(-1).cpu().tolist()
        wrong = total = 0
        for path, label, length in zip(best, labels[part].tolist(), lengths[part].tolist()):
            read = [c for c, before in zip(path, [-1, *path]) if c and c != before]
            wrong += edit_distance(read, label[:length])
            total += length
        rates.append(wrong / max(1, total))
    return rates[0], rates[1]


def learning_rate(progress: float, first: float, last: float) -> float:
    """Factor on the base rate: a short warm-up, then half a cosine from ``first`` to ``last``."""
    warmup = 0.03
    cosine = 0.5 * (1 + math.cos(math.pi * max(0.0, min(1.0, (progress - warmup) / (1 - warmup)))))
    return min(1.0, progress / warmup + 0.01) * (last + (first - last) * cosine)


def main() -> None:
    started = time.time()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, default=Path("target/ocr/pack"))
    parser.add_argument("--out", type=Path, default=Path("target/ocr/weights"))
    parser.add_argument("--init", type=Path, help="folder of weights to continue from")
    parser.add_argument("--seconds", type=float, default=560, help="of the whole run, start included")
    parser.add_argument("--workers", type=int, default=15)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--first", type=float, default=1.0, help="learning rate factor at the start")
    parser.add_argument("--last", type=float, default=0.02, help="learning rate factor at the end")
    parser.add_argument("--teacher", type=Path, help="folder of the weights of a teacher")
    parser.add_argument("--trust", type=float, nargs=2, default=(1.0, 0.0), help="weight of the teacher's answers at the start and at the end")
    parser.add_argument("--recognizer", choices=("recognizer", "teacher"), default="recognizer", help="which of the two is trained")
    parser.add_argument("--fixed", type=float, default=0.35, help="share of the run, at its end, with fixed normalisation")
    parser.add_argument("--lines", action="store_true", help="train the recogniser alone; the other networks are copied from --init")
    parser.add_argument("--chinese", type=float, default=0.5, help="share of Chinese pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few steps, to see that it runs")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)

    # workers first: they fork before CUDA starts
    pool = SamplePool(arguments.pack, arguments.workers, SMOKE_POOL if arguments.smoke else PoolSize(), arguments.chinese, arguments.seed, not arguments.lines)
    pool.start()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(2)
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True

    teacher = load_teacher(arguments.teacher, device) if arguments.teacher else None
    recognizer = Trainee(arguments.recognizer, device, arguments.init, arguments.rate, 0.9985, teacher)
    others = () if arguments.lines else tuple(
        Trainee(name, device, arguments.init, arguments.rate * 0.8, 0.998) for name in ("detector", "orientation"))
    trainees = (recognizer, *others)
    sizes = {WIDE_LATIN: 304, NARROW_LATIN: 96, CHINESE: 256, DETECTOR: 24, ORIENTATION: 32}
    if arguments.smoke:
        sizes = {kind: 4 for kind in sizes}
    pool.wait((5, 5, 5) if arguments.smoke else (600, 600, 400))
    feeder = Feeder(pool, sizes, arguments.seed, device == "cuda")
    print(f"t{time.time() - started:.0f} {device}", {t.name: sum(p.numel() for p in t.network.parameters()) for t in trainees}, pool.counts.sum(0).tolist(), flush=True)

    begin, end = time.time(), started + arguments.seconds
    step = lines = 0
    said = evaluated = begin
    half_saved = fixed = False
    tasks: tuple[tuple[Trainee, Callable, queue.Queue, int, int], ...] = tuple(zip(
        others, (detector_loss, orientation_loss), (feeder.detector, feeder.orientation), (2, 8), (0, 1)))
    while time.time() < end and not (arguments.smoke and step >= 5):
        now = time.time()
        progress = (now - begin) / (end - begin)
        factor = learning_rate(progress, arguments.first, arguments.last)
        if not fixed and progress > 1 - arguments.fixed:
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                fix_normalisation(recognizer.network, (to_input(feeder.lines.get()[0], device) for _ in range(20)))
            fixed = True
        batch = feeder.lines.get()
        lines += len(batch[1])
        trust = arguments.trust[0] + (arguments.trust[1] - arguments.trust[0]) * min(1.0, progress / 0.8)
        recognizer.step(recognizer_loss(recognizer.network, batch, device, teacher, trust), factor)
        for trainee, loss, waiting, every, offset in tasks:
            if step % every == offset:
                trainee.step(loss(trainee.network, waiting.get(), device), factor)
        step += 1
        if now - said > 15 or arguments.smoke:
            print(f"t{now - started:.0f} rate {factor:.3f} lines {lines}", *(t.report() for t in trainees),
                  "drawn", pool.counts.sum(0).tolist(), "failed", int(pool.failures.sum()), flush=True)
            said = now
        if now - evaluated > 45 or arguments.smoke:
            print("   error rates without and with hanzi", *(f"{rate:.4f}" for rate in error_rates(recognizer.mean, feeder.lines.get(), device)), flush=True)
            evaluated = now
        if progress > 0.5 and not half_saved:
            half_saved = True
            for trainee in trainees:
                trainee.save(arguments.out)
    for trainee in trainees:
        trainee.save(arguments.out)
    for name in ("detector", "orientation") if arguments.lines else ():
        shutil.copy(arguments.init / f"{name}-mean.pt", arguments.out / f"{name}-mean.pt")
    pool.stop()
    rates = [error_rates(recognizer.mean, feeder.lines.get(), device) for _ in range(5)]
    print(f"end t{time.time() - started:.0f} steps {step} lines {lines} drawn {pool.counts.sum(0).tolist()}")
    print("error rates without and with hanzi", *(f"{sum(r) / len(r):.4f}" for r in zip(*rates)), flush=True)
    if others:
        with torch.no_grad():
            right = [(others[1].mean(to_input(images, device)).argmax(-1).cpu() == turns).float().mean()
                     for images, turns in (feeder.orientation.get() for _ in range(4))]
        print(f"orientation {float(torch.stack(right).mean()):.4f}", flush=True)
    if device == "cuda":
        print(f"peak GB {torch.cuda.max_memory_allocated() / 1e9:.1f}", flush=True)


if __name__ == "__main__":
    main()
