"""A reference reader in Python: page image -> lines of text.  The Java engine does the same.

Used to check the export and to measure; it aims to be plain, not fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from .samples import DETECTOR_DPI, LINE_HEIGHT, ORIENTATION_DPI, crop_line, resize


@dataclass(frozen=True)
class Settings:
    detector_dpi: int = DETECTOR_DPI
    orientation_dpi: int = ORIENTATION_DPI
    threshold: float = 0.3  # of the mask
    least_confidence: float = 0.35  # of a line
    padding: float = 0.10  # of the line height, above and below
    margin: float = 0.25  # of the line height, left and right
    squeeze: float = 1.0  # width of line images; below 1 saves time
    sure_turn: float = 3.0  # logits between two turns below which both are tried
    least_skew: float = 0.25  # degrees below which a page counts as straight
    turn: bool = True
    deskew: bool = True


@dataclass(frozen=True)
class TextLine:
    text: str
    confidence: float
    box: tuple[float, float, float, float]  # on the straightened page
    words: tuple[tuple[str, float, float], ...]  # text, left, right


@dataclass(frozen=True)
class PageText:
    lines: list[TextLine]
    quarter_turns: int
    skew: float
    steps: int  # that the recogniser computed
    padding: int  # of these, steps beside the shorter lines of a batch

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class Reader:
    """Reads with the TorchScript files of one folder, by default with the 8-bit ones that x86-64 CPUs run."""

    def __init__(self, folder: Path, settings: Settings = Settings(), int8: bool = True) -> None:
        self.settings = settings
        self.detector, self.recognizer, self.orientation = (_load(folder, name, int8) for name in ("det", "rec", "ori"))
        self.charset = (folder / "charset.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")

    @torch.no_grad()
    def read(self, grey: np.ndarray, dpi: float) -> PageText:
        turns, skew = 0, 0.0
        if self.settings.turn:
            turns = self.quarter_turns(grey, dpi)
            grey = np.ascontiguousarray(np.rot90(grey, turns))
        boxes, angle = self.detect(grey, dpi)
        if self.settings.deskew and abs(angle) > self.settings.least_skew:
            skew = angle
            grey = straighten(grey, angle)
            boxes, _ = self.detect(grey, dpi)
        lines, steps, padding = self.recognize(grey, boxes)
        return PageText(reading_order(lines), turns, skew, steps, padding)

    def quarter_turns(self, grey: np.ndarray, dpi: float) -> int:
        """Most pages are upright, and the net tells up from down less well than upright from sideways.

        So a turn that it finds must read better than the upright page, and so must every other turn that may be it.
        """
        logits = self.orientation(to_input(resize(grey, self.settings.orientation_dpi / dpi)))[0]
        candidates = {0} | {turns for turns in range(4) if float(logits.max() - logits[turns]) < self.settings.sure_turn}
        if len(candidates) == 1:
            return 0
        return max(sorted(candidates), key=lambda turns: self._legibility(np.ascontiguousarray(np.rot90(grey, turns)), dpi))

    def _legibility(self, grey: np.ndarray, dpi: float, count: int = 8) -> float:
        """Mean confidence of the longest lines."""
        boxes, _ = self.detect(grey, dpi)
        boxes = sorted(boxes, key=lambda box: box[0] - box[2])[:count]
        lines, _, _ = self.recognize(grey, boxes)
        return sum(line.confidence for line in lines) / max(1, len(boxes))

    def detect(self, grey: np.ndarray, dpi: float) -> tuple[list[tuple[float, float, float, float]], float]:
        """Boxes of the lines (x0, top, x1, bottom) and the skew of the page in degrees."""
        scale = self.settings.detector_dpi / dpi
        output = self.detector(to_input(resize(grey, scale)))[0].numpy()
        limit = float(np.log(self.settings.threshold / (1 - self.settings.threshold)))
        count, labels, stats, _ = cv2.connectedComponentsWithStats((output[0] > limit).astype(np.uint8), connectivity=4)
        boxes, slopes, weights = [], [], []
        for i in range(1, count):
            x, y, width, height, area = stats[i]
            if area < 2:
                continue
            part = slice(y, y + height), slice(x, x + width)
            inside = labels[part] == i
            if output[0][part][inside].mean() < 0:
                continue
            rows, columns = np.nonzero(inside)
            middle = (rows + y + 0.5) * 2
            top = np.median(middle - np.exp(output[1][part][inside]))
            bottom = np.median(middle + np.exp(output[2][part][inside]))
            if bottom - top < 5:
                continue
            boxes.append((x * 4 / scale, top / scale, (x + width) * 4 / scale, bottom / scale))
            if width * 4 > 4 * (bottom - top):
                slopes.append(np.polyfit(columns * 4.0, rows * 2.0, 1)[0])
                weights.append(width)
        if not slopes:
            return boxes, 0.0
        order = np.argsort(slopes)
        half = np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 2)
        return boxes, float(np.degrees(np.arctan(np.array(slopes)[order][half])))

    def recognize(self, grey: np.ndarray, boxes: list[tuple[float, float, float, float]]) -> tuple[list[TextLine], int, int]:
        """Lines that were read, recogniser steps computed, and how many of these were padding."""
        s = self.settings
        crops = []
        for box in boxes:
            x0, y0, x1, y1 = box
            height = y1 - y0
            wide = (x0 - s.margin * height, y0 - s.padding * height, x1 + s.margin * height, y1 + s.padding * height)
            width = max(8, round((wide[2] - wide[0]) * LINE_HEIGHT / (wide[3] - wide[1]) * s.squeeze))
            image = crop_line(grey, wide, width)
            if image is not None:
                crops.append((width, image, box, wide))
        crops.sort(key=lambda crop: crop[0])
        lines: list[TextLine] = []
        steps = padding = start = 0
        while start < len(crops):
            end = start + 1
            while (end < len(crops) and end - start < 16 and (end - start + 1) * crops[end][0] <= 6000
                   and crops[end][0] <= crops[start][0] * 1.3 + 48):
                end += 1
            width = -(-crops[end - 1][0] // 8) * 8
            batch = np.empty((end - start, 1, LINE_HEIGHT, width), np.uint8)
            for row, (_, image, _, _) in zip(batch, crops[start:end]):
                row[0] = int(np.median(image[:, -2:]))
                row[0, :, :image.shape[1]] = image
            confidence, classes = self.recognizer(torch.from_numpy(batch).float().div_(127.5).sub_(1.0))
            steps += (end - start) * width // 4
            padding += sum(width - w for w, _, _, _ in crops[start:end]) // 4
            for (w, _, box, wide), c, k in zip(crops[start:end], confidence.numpy(), classes.numpy()):
                line = self._decode(c[:w // 4 + 1], k[:w // 4 + 1], box, wide, (wide[2] - wide[0]) / w)
                if line is not None and line.confidence >= s.least_confidence:
                    lines.append(line)
            start = end
        return lines, steps, padding

    def _decode(self, confidence: np.ndarray, classes: np.ndarray, box, wide, pixel: float) -> TextLine | None:
        words: list[tuple[str, float, float]] = []
        sure: list[float] = []
        word, left, right, last = "", 0, 0, 0
        for step, k in enumerate([*classes.tolist(), 1]):  # the final space ends the last word
            if k and (k != last or step == len(classes)):
                character = self.charset[k - 1]
                if step < len(classes):
                    sure.append(float(confidence[step]))
                if character == " ":
                    if word:
                        words.append((word, wide[0] + left * 4 * pixel, wide[0] + (right + 1) * 4 * pixel))
                    word = ""
                else:
                    left = step if not word else left
                    word, right = word + character, step
            last = k
        if not words:
            return None
        return TextLine(" ".join(w for w, _, _ in words), float(np.mean(sure)), box, tuple(words))


def _load(folder: Path, name: str, int8: bool) -> torch.jit.ScriptModule:
    small = folder / f"{name}-int8.pt"
    return torch.jit.load(str(small if int8 and small.exists() else folder / f"{name}.pt"))


def to_input(grey: np.ndarray) -> torch.Tensor:
    """Pads to multiples of 32 at the right and bottom and scales to [-1, 1]."""
    height, width = grey.shape
    grey = cv2.copyMakeBorder(grey, 0, -height % 32, 0, -width % 32, cv2.BORDER_REPLICATE)
    return torch.from_numpy(grey)[None, None].float().div_(127.5).sub_(1.0)


def straighten(grey: np.ndarray, degrees: float) -> np.ndarray:
    height, width = grey.shape
    affine = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(grey, affine, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def reading_order(lines: list[TextLine]) -> list[TextLine]:
    """Cuts the page along white gutters (columns) and bands until single rows are left."""

    def gaps(part: list[TextLine], low: int, high: int, least: float) -> list[tuple[float, float]]:
        spans = sorted((line.box[low], line.box[high]) for line in part)
        found, end = [], spans[0][1]
        for start, stop in spans[1:]:
            if start - end > least:
                found.append((start - end, (start + end) / 2))
            end = max(end, stop)
        return found

    def order(part: list[TextLine], depth: int) -> list[TextLine]:
        if len(part) < 2 or depth > 40:
            return sorted(part, key=lambda line: (line.box[1] + line.box[3], line.box[0]))
        height = float(np.median([line.box[3] - line.box[1] for line in part]))
        gutters, bands = gaps(part, 0, 2, height * 0.7), gaps(part, 1, 3, height * 0.25)
        if gutters:
            cut = max(gutters)[1]
            left = [line for line in part if line.box[0] < cut]
            right = [line for line in part if line.box[0] >= cut]
            rows = [len({round(line.box[1] / height) for line in side}) for side in (left, right)]
            widths = [float(np.median([line.box[2] - line.box[0] for line in side])) for side in (left, right)]
            if min(widths) > 8 * height and min(rows) >= 3:
                return order(left, depth + 1) + order(right, depth + 1)
        if bands:
            cut = max(bands)[1]
            above = [line for line in part if line.box[1] < cut]
            below = [line for line in part if line.box[1] >= cut]
            return order(above, depth + 1) + order(below, depth + 1)
        middle = lambda line: (line.box[1] + line.box[3]) / 2  # noqa: E731
        rows: list[list[TextLine]] = []
        for line in sorted(part, key=middle):
            if rows and middle(line) - middle(rows[-1][-1]) < height * 0.5:
                rows[-1].append(line)
            else:
                rows.append([line])
        return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]

    return order(lines, 0)
