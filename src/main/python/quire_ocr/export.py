"""``python -m quire_ocr.export``: weights -> TorchScript files for the engine, checked, with a parity fixture.

Each network is written twice: ``NAME.pt`` in 32-bit floats for any device, ``NAME-int8.pt`` for x86-64
CPUs.  Must run under torch 2.7.1, the version that the engine loads the files with; a newer one may
write operators that it does not know.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from .charset import CHARSET, SMALL_CLASSES, TO_CLASS
from .degrade import degrade
from .fonts import FontPack
from .int8 import fold, quantized
from .networks import Detector, LineNetwork, Orientation, Recognizer
from .page import PageBuilder
from .reader import Reader, to_input
from .samples import LINE_HEIGHT, detector_sample, line_samples
from .text import TextSource

VERSION = "4"


class RecognizerForEngine(nn.Module):
    """Best class of each step and its confidence, which is 1 for a blank.

    Hanzi scores are computed only where the gate opens.
    """

    def __init__(self, recognizer: LineNetwork) -> None:
        super().__init__()
        self.recognizer = recognizer
        self.gate = SMALL_CLASSES
        self.register_buffer("to_class", torch.tensor(TO_CLASS, dtype=torch.int64))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        encoded = self.recognizer.encode(x)
        scores = self.recognizer.small_scores(encoded)
        index = scores.argmax(-1)
        flat, flat_index = scores.flatten(0, 1), index.flatten()
        written = flat_index.nonzero().flatten()
        confidence = torch.ones_like(flat[:, 0]).index_copy(0, written, sureness(flat.index_select(0, written)))
        gated = (flat_index == self.gate).nonzero().flatten()
        hanzi = self.recognizer.hanzi_scores(encoded, gated)
        confidence = confidence.index_copy(0, gated, sureness(hanzi) * confidence.index_select(0, gated))
        flat_index = flat_index.index_copy(0, gated, hanzi.argmax(-1) + self.gate)
        return confidence.view_as(index), self.to_class.index_select(0, flat_index).view_as(index)


def sureness(scores: Tensor) -> Tensor:
    """Softmax of the best score of each row. What adds nothing is cut off: subnormal numbers are slow."""
    return 1 / (scores - scores.amax(-1, keepdim=True)).clamp_min(-20.0).exp().sum(-1)


def load(network: nn.Module, path: Path) -> nn.Module:
    state = torch.load(path, map_location="cpu")
    network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    return network.eval()


def script(network: nn.Module, example: Tensor, path: Path) -> torch.jit.ScriptModule:
    with torch.no_grad():
        frozen = torch.jit.freeze(torch.jit.trace(network, example, check_trace=False))
    torch.jit.save(frozen, str(path))
    return torch.jit.load(str(path))


@torch.no_grad()
def check(name: str, network: nn.Module, scripted: torch.jit.ScriptModule, inputs: list[Tensor]) -> None:
    """Fails unless both give the same result for inputs of several sizes."""
    worst = 0.0
    for x in inputs:
        for expected, actual in zip(_outputs(network(x)), _outputs(scripted(x))):
            if not expected.is_floating_point():
                if not torch.equal(expected, actual):
                    raise AssertionError(f"{name}: classes differ for {tuple(x.shape)}")
            else:
                worst = max(worst, float((expected - actual).abs().max()))
    if worst > 1e-3:
        raise AssertionError(f"{name}: differs by {worst}")
    print(f"{name}: same result for {len(inputs)} inputs, largest difference {worst:.1e}")


def _outputs(result: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return result if isinstance(result, tuple) else (result,)


@torch.no_grad()
def write_fixture(reader: Reader, pages: list[np.ndarray], lines: list[np.ndarray], folder: Path) -> None:
    """Line images with their text and confidence, and a page with a summary of its detection map."""
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, object] = {"version": VERSION, "lines": [], "page": {}, "orientation": {}}
    for number, line in enumerate(lines):
        name = f"line-{number}.png"
        cv2.imwrite(str(folder / name), line, [cv2.IMWRITE_PNG_COMPRESSION, 9])
        confidence, classes = reader.recognizer(torch.from_numpy(line)[None, None].float().div_(127.5).sub_(1.0))
        path = classes[0].tolist()
        text = "".join(CHARSET[c - 1] for c, before in zip(path, [-1, *path]) if c and c != before)
        expected["lines"].append({"image": name, "text": text, "classes": path, "confidence": [round(float(c), 4) for c in confidence[0]]})
    page = pages[0]
    cv2.imwrite(str(folder / "page.png"), page, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    output = reader.detector(to_input(page))[0]
    mask = output[0] > 0
    expected["page"] = {
        "image": "page.png", "shape": list(output.shape), "mask_pixels": int(mask.sum()),
        "mean_log_top": round(float(output[1][mask].mean()), 5), "mean_log_bottom": round(float(output[2][mask].mean()), 5),
        "mask_by_row_of_16": [int(rows.sum()) for rows in mask.split(16)],
    }
    if reader.orientation is not None:
        turned = {}
        for turns in range(4):
            logits = reader.orientation(to_input(np.ascontiguousarray(np.rot90(page, -turns))))[0]
            turned[str(90 * turns)] = [round(float(v), 4) for v in logits]
        expected["orientation"] = turned
    (folder / "parity.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")


def draw(pack: Path, count: int, seed: int) -> tuple[list[Tensor], list[Tensor]]:
    """Crops of synthetic pages and some of their lines, one at a time as the networks take them."""
    rng = random.Random(seed)
    np.random.seed(seed)
    cv2.setRNGSeed(seed)
    fonts, text = FontPack(pack / "fonts"), TextSource(pack / "text", rng)
    pages, lines = [], []
    for number in range(count):
        region = degrade(PageBuilder(fonts, text, rng, float(number % 2)).build(), rng)
        pages.append(to_input(detector_sample(region, rng)[0]))
        samples = [s.image for s in line_samples(region, rng)]
        for line in rng.sample(samples, min(20, len(samples))):
            canvas = np.full((LINE_HEIGHT, -(-line.shape[1] // 8) * 8), int(line[0, -1]), np.uint8)
            canvas[:, :line.shape[1]] = line
            lines.append(torch.from_numpy(canvas)[None, None].float().div_(127.5).sub_(1.0))
    return pages, lines


@torch.no_grad()
def agreement(exact: torch.jit.ScriptModule, rounded: torch.jit.ScriptModule, lines: list[Tensor]) -> float:
    """Share of the steps that the 8-bit recogniser reads like the other."""
    same = [(exact(line)[1] == rounded(line)[1]).float().mean() for line in lines]
    return float(torch.stack(same).mean())


def grey_of(x: Tensor) -> np.ndarray:
    return ((x[0, 0].numpy() + 1) * 127.5).round().astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("target/ocr/weights"), help="folder of NAME-mean.pt")
    parser.add_argument("--pack", type=Path, default=Path("target/ocr/pack"), help="for the sample pages")
    parser.add_argument("--out", type=Path, default=Path("src/main/resources/dev/quire/infer/embedded"))
    parser.add_argument("--fixture", type=Path, help="folder of the parity fixture; none if not given")
    parser.add_argument("--seed", type=int, default=77)
    arguments = parser.parse_args()
    if not torch.__version__.startswith("2.7."):
        print(f"warning: this is torch {torch.__version__}, the engine runs 2.7.1")
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)

    pages, lines = draw(arguments.pack, 16, arguments.seed)
    two_lines = torch.cat([lines[0][..., :64].repeat(1, 1, 1, 4)] * 2)
    networks = {
        "det": (load(Detector(), arguments.weights / "detector-mean.pt"), pages[0], pages + [pages[0][..., :352, :]]),
        "rec": (RecognizerForEngine(load(Recognizer(), arguments.weights / "recognizer-mean.pt")).eval(), two_lines, lines + [two_lines]),
        "ori": (load(Orientation(), arguments.weights / "orientation-mean.pt"), pages[0], pages),
    }
    for name, (network, example, inputs) in networks.items():
        exact = script(fold(network), example, arguments.out / f"{name}.pt")
        check(f"{name}.pt", network, exact, inputs)
        rounded = script(quantized(network, inputs), example, arguments.out / f"{name}-int8.pt")
        if name == "rec":
            print(f"rec-int8.pt: {100 * agreement(exact, rounded, lines):.2f} % of the steps as in rec.pt")
    (arguments.out / "charset.txt").write_text("".join(f"{c}\n" for c in CHARSET), encoding="utf-8")
    for file in sorted(arguments.out.iterdir()):
        print(file.name, file.stat().st_size)
    if arguments.fixture:
        shown = [grey_of(line) for line in lines if line.shape[-1] > 100][::len(lines) // 7][:6]
        write_fixture(Reader(arguments.out, int8=False), [grey_of(pages[0])[:352, :480].copy()], shown, arguments.fixture)


if __name__ == "__main__":
    main()
