"""``python -m quire_ocr.export``: weights -> TorchScript files for the engine, checked, with a parity fixture.

Batch normalisation is folded into the convolutions.  Must run under torch 2.7.1, the version that the
engine loads the files with; a newer one may write operators that it does not know.
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
from .networks import Detector, Orientation, Recognizer
from .page import PageBuilder
from .reader import Reader, to_input
from .samples import LINE_HEIGHT, detector_sample, line_samples
from .text import TextSource

VERSION = "2"


class RecognizerForEngine(nn.Module):
    """Best class of each step and its confidence.  Hanzi scores are computed only where the gate opens."""

    def __init__(self, recognizer: Recognizer) -> None:
        super().__init__()
        self.recognizer = recognizer
        self.gate = SMALL_CLASSES
        self.register_buffer("to_class", torch.tensor(TO_CLASS, dtype=torch.int64))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        encoded = self.recognizer.encode(x)
        scores = self.recognizer.small(encoded)
        best, index = scores.max(-1)
        confidence = torch.exp(best - torch.logsumexp(scores, -1))
        gated = (index == self.gate).flatten().nonzero().flatten()
        flat_index, flat_confidence = index.flatten(), confidence.flatten()
        hanzi = self.recognizer.hanzi(encoded.flatten(0, 1).index_select(0, gated))
        hanzi_best, hanzi_index = hanzi.max(-1)
        hanzi_confidence = torch.exp(hanzi_best - torch.logsumexp(hanzi, -1)) * flat_confidence.index_select(0, gated)
        flat_index = flat_index.index_copy(0, gated, hanzi_index + self.gate)
        flat_confidence = flat_confidence.index_copy(0, gated, hanzi_confidence)
        classes = self.to_class.index_select(0, flat_index)
        return flat_confidence.view_as(confidence), classes.view_as(index)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("target/ocr/weights"))
    parser.add_argument("--pack", type=Path, default=Path("target/ocr/pack"), help="for the sample pages of the check")
    parser.add_argument("--out", type=Path, default=Path("src/main/resources/dev/quire/infer/embedded"))
    parser.add_argument("--fixture", type=Path, help="folder of the parity fixture; none if not given")
    parser.add_argument("--kind", default="-mean", help="'-mean' for the averaged weights, '' for the raw ones")
    parser.add_argument("--seed", type=int, default=77)
    arguments = parser.parse_args()
    if not torch.__version__.startswith("2.7."):
        print(f"warning: this is torch {torch.__version__}, the engine runs 2.7.1")
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)

    detector = load(Detector(), arguments.weights / f"detector{arguments.kind}.pt")
    recognizer = RecognizerForEngine(load(Recognizer(), arguments.weights / f"recognizer{arguments.kind}.pt")).eval()
    orientation = load(Orientation(), arguments.weights / f"orientation{arguments.kind}.pt")

    rng = random.Random(arguments.seed)
    np.random.seed(arguments.seed)
    cv2.setRNGSeed(arguments.seed)
    fonts, text = FontPack(arguments.pack / "fonts"), TextSource(arguments.pack / "text", rng)
    pages, lines = [], []
    for number in range(6):
        region = degrade(PageBuilder(fonts, text, rng, float(number % 2)).build(), rng)
        pages.append(detector_sample(region, rng)[0])
        samples = [s.image for s in line_samples(region, rng)]
        lines += rng.sample(samples, min(3, len(samples)))
    page_inputs = [to_input(page) for page in pages]
    line_inputs = []
    for line in lines:
        canvas = np.full((LINE_HEIGHT, -(-line.shape[1] // 8) * 8), int(line[0, -1]), np.uint8)
        canvas[:, :line.shape[1]] = line
        line_inputs.append(torch.from_numpy(canvas)[None, None].float().div_(127.5).sub_(1.0))

    example_line = torch.cat([line_inputs[0][..., :64].repeat(1, 1, 1, 4)] * 2)
    check("det.pt", detector, script(detector, page_inputs[0], arguments.out / "det.pt"), page_inputs + [page_inputs[0][..., :352, :]])
    check("rec.pt", recognizer, script(recognizer, example_line, arguments.out / "rec.pt"), line_inputs + [example_line])
    check("ori.pt", orientation, script(orientation, page_inputs[0], arguments.out / "ori.pt"), page_inputs)
    (arguments.out / "charset.json").write_text(json.dumps(CHARSET, ensure_ascii=False), encoding="utf-8")
    for name in ("det.pt", "rec.pt", "ori.pt", "charset.json"):
        print(name, (arguments.out / name).stat().st_size)
    if arguments.fixture:
        whole = [np.ascontiguousarray((x[0, 0].numpy() + 1) * 127.5).round().astype(np.uint8) for x in line_inputs]
        write_fixture(Reader(arguments.out), [pages[0][:352, :480].copy()], whole[:6], arguments.fixture)


if __name__ == "__main__":
    main()
