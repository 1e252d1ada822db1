"""From drawn regions to training samples: line images, detector targets, turned pages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from .charset import SMALL_CLASSES, TO_INTERNAL
from .page import CROP, Line, Region

LINE_HEIGHT = 32
WIDE, NARROW = 640, 224  # widths of the two canvases for line images
WIDE_LABELS, NARROW_LABELS = 110, 40
ORIENTATION_CROP = 512
ORIENTATION_DPI = 80
DETECTOR_DPI = 110
DISTANCE_SCALE = 50  # log distances are kept as bytes, times this


class LineSample(NamedTuple):
    image: np.ndarray  # 32 x w
    labels: list[int]  # internal classes
    has_hanzi: bool


def crop_line(image: np.ndarray, box: tuple[float, float, float, float], width: int,
              affine: np.ndarray | None = None, degrees: float = 0.0) -> np.ndarray | None:
    """Cuts the box (x0, y0, x1, y1) to 32 x width; with ``affine`` the box is turned along with the page.

    ``degrees`` tilts the box, as the error of a deskew step would.
    """
    x0, y0, x1, y1 = box
    height = y1 - y0
    if affine is None and not degrees and height > LINE_HEIGHT * 1.15:
        left, top, right, bottom = (int(round(v)) for v in (x0, y0, x1, y1))
        rows, columns = image.shape
        part = image[max(0, top):bottom, max(0, left):right]
        if part.size == 0:
            return None
        part = cv2.copyMakeBorder(part, max(0, -top), max(0, bottom - rows), max(0, -left), max(0, right - columns), cv2.BORDER_REPLICATE)
        return cv2.resize(part, (width, LINE_HEIGHT), interpolation=cv2.INTER_AREA)
    sx, sy = (x1 - x0) / width, height / LINE_HEIGHT
    pull = np.array([[sx, 0, x0 + 0.5 * sx - 0.5], [0, sy, y0 + 0.5 * sy - 0.5]])
    if degrees:
        tilt = cv2.getRotationMatrix2D(((x0 + x1) / 2, (y0 + y1) / 2), degrees, 1.0)
        pull = tilt @ np.vstack([pull, [0, 0, 1]])
    if affine is not None:
        pull = affine @ np.vstack([pull, [0, 0, 1]])
    return cv2.warpAffine(image, pull, (width, LINE_HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)


def line_samples(region: Region, rng: random.Random) -> Iterator[LineSample]:
    """Random spans of words of each line, with the small errors of height, tilt and margin that a detector makes."""
    for line in region.lines:
        for _ in range(2 if len(line.words) > 14 and rng.random() < 0.6 else 1):
            sample = _span(region, line, rng)
            if sample is not None:
                yield sample


def _span(region: Region, line: Line, rng: random.Random) -> LineSample | None:
    count, height = len(line.words), line.ascent + line.descent
    top = line.baseline - line.ascent - rng.gauss(0.10, 0.05) * height
    bottom = line.baseline + line.descent + rng.gauss(0.10, 0.05) * height
    # the reader may squeeze lines to save time, so widths vary more than heights
    scale = LINE_HEIGHT / (bottom - top) * (1.0 if rng.random() < 0.35 else rng.uniform(0.78, 1.1))
    first, last = 0, 1
    if count > 1:
        first = rng.randrange(count) if rng.random() < 0.6 else 0
        limit = (WIDE if rng.random() < 0.8 else rng.uniform(60, WIDE)) / scale - 0.9 * height
        last, letters = first, 0
        while last < count and line.right[last] - line.left[first] < limit and letters + len(line.words[last]) + 1 < WIDE_LABELS:
            letters += len(line.words[last]) + 1
            last += 1
        if last == first:
            return None
    before = rng.uniform(0, 0.5) * height
    after = rng.uniform(0, 0.5) * height
    if first > 0:
        before = 0.0 if line.glued[first] else min(before, (line.left[first] - line.right[first - 1]) * 0.6)
    if last < count:
        after = min(after, (line.left[last] - line.right[last - 1]) * 0.6)
    x0, x1 = line.left[first] - max(0.0, before), line.right[last - 1] + max(0.0, after)
    width = max(4, round((x1 - x0) * scale))
    if width > WIDE:
        return None
    text = "".join(("" if i == first or line.glued[i] else " ") + line.words[i] for i in range(first, last))
    labels = [TO_INTERNAL[c] for c in text]
    repeats = sum(a == b for a, b in zip(labels, labels[1:]))
    if len(labels) > WIDE_LABELS or width // 4 < len(labels) + repeats + 1:
        return None
    span = (x1 - x0) / height
    tilt = rng.gauss(0, 0.5) / max(1.0, span / 8) if region.affine is not None else 0.0
    image = crop_line(region.image, (x0, top, x1, bottom), width, region.affine, tilt)
    if image is None:
        return None
    return LineSample(image, labels, any(label >= SMALL_CLASSES for label in labels))


def resize(grey: np.ndarray, scale: float) -> np.ndarray:
    if abs(scale - 1) < 1e-6:
        return grey
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)


def detector_sample(region: Region, rng: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """A crop and its targets [3, CROP/2, CROP/4]: mask, log distance to the line's top and to its bottom."""
    scale = DETECTOR_DPI / region.dpi * rng.uniform(0.72, 1.35)
    image = resize(region.image, scale)
    height, width = image.shape
    left, top = rng.randint(0, max(0, width - CROP)), rng.randint(0, max(0, height - CROP))
    crop = image[top:top + CROP, left:left + CROP]
    crop = cv2.copyMakeBorder(crop, 0, CROP - crop.shape[0], 0, CROP - crop.shape[1], cv2.BORDER_CONSTANT, value=int(np.median(crop[-2:])))
    rows, columns = CROP // 2, CROP // 4
    mask = np.zeros((rows, columns), np.uint8)
    above, below = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
    middle = (np.arange(rows) + 0.5) * 2
    for line in region.lines:
        x0, x1 = line.left[0], line.right[-1]
        band_top, band_bottom = line.baseline - 0.62 * line.ascent, line.baseline - 0.02 * line.ascent
        line_top, line_bottom = line.baseline - line.ascent, line.baseline + line.descent
        points = np.array([[x0, band_top], [x1, band_top], [x1, band_bottom], [x0, band_bottom], [x0, line_top], [x0, line_bottom], [x1, line_top]])
        if region.affine is not None:
            points = points @ region.affine[:, :2].T + region.affine[:, 2]
        points = points * scale - (left, top)
        band = points[:4]
        if band[:, 0].max() < 0 or band[:, 0].min() > CROP or band[:, 1].max() < 0 or band[:, 1].min() > CROP:
            continue
        if region.affine is None:
            a0 = max(0, int(round(band[0, 0] / 4)))
            a1 = min(columns, max(int(round(band[1, 0] / 4)), a0 + 1))
            b0 = int(round(band[0, 1] / 2))
            b1 = min(rows, max(int(round(band[3, 1] / 2)), b0 + 1))
            b0 = max(0, b0)
            if a1 <= a0 or b1 <= b0:
                continue
            mask[b0:b1, a0:a1] = 1
            above[b0:b1, a0:a1] = np.log(np.maximum(middle[b0:b1] - points[4, 1], 1))[:, None]
            below[b0:b1, a0:a1] = np.log(np.maximum(points[5, 1] - middle[b0:b1], 1))[:, None]
        else:
            drawn = np.zeros((rows, columns), np.uint8)
            cv2.fillPoly(drawn, [np.round((band / (4, 2) - 0.5) * 16).astype(np.int32)], 1, shift=4)
            ys, xs = np.nonzero(drawn)
            slope = (points[6, 1] - points[4, 1]) / max(1.0, points[6, 0] - points[4, 0])
            line_y = points[4, 1] + ((xs + 0.5) * 4 - points[4, 0]) * slope
            mask[ys, xs] = 1
            above[ys, xs] = np.log(np.maximum((ys + 0.5) * 2 - line_y, 1))
            below[ys, xs] = np.log(np.maximum(line_y + points[5, 1] - points[4, 1] - (ys + 0.5) * 2, 1))
    scaled = [(distance * DISTANCE_SCALE).clip(0, 255).astype(np.uint8) for distance in (above, below)]
    return crop, np.stack([mask, *scaled])


def orientation_sample(region: Region, rng: random.Random) -> tuple[np.ndarray, int] | None:
    """A page part at about 100 dpi and the number of quarter turns clockwise that it was given."""
    scale = ORIENTATION_DPI / region.dpi * rng.uniform(0.75, 1.3)
    image = resize(region.image, scale)
    size = ORIENTATION_CROP
    left, top = rng.randint(0, max(0, image.shape[1] - size)), rng.randint(0, max(0, image.shape[0] - size))
    if sum(left < line.left[0] * scale < left + size and top < line.baseline * scale < top + size for line in region.lines) < 3:
        return None
    crop = image[top:top + size, left:left + size]
    paper = int(np.median(crop[-2:]))
    crop = cv2.copyMakeBorder(crop, 0, size - crop.shape[0], 0, size - crop.shape[1], cv2.BORDER_CONSTANT, value=paper)
    turns = rng.randrange(4)
    return np.ascontiguousarray(np.rot90(crop, -turns)), turns
