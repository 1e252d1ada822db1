"""Makes a clean render look like a scan, a fax, a photocopy or a careless upload."""

from __future__ import annotations

import random

import cv2
import numpy as np

from .page import Region


def degrade(region: Region, rng: random.Random) -> Region:
    """About one region in three stays clean; the others get a mix of faults."""
    if rng.random() < 0.34:
        return region
    image = region.image
    if rng.random() < 0.35:
        image, region.affine = _turn(image, rng.gauss(0, 0.6) if rng.random() < 0.5 else rng.uniform(-5, 5))
    if rng.random() < 0.16:
        image = _bleed_through(image, rng)
    if rng.random() < 0.16:
        image = _thicken(image, rng)
    if rng.random() < 0.12:
        image = _worn(image, rng)
    if rng.random() < 0.42:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.3))
    if rng.random() < 0.26:
        image = _low_resolution(image, rng)
    if rng.random() < 0.35:
        image = _paper(image, rng)
    if rng.random() < 0.06:
        image = _photocopy_edge(image, rng)
    if rng.random() < 0.35:
        image = _noise(image, rng)
    if rng.random() < 0.18:
        image = _one_bit(image, rng)
    if rng.random() < 0.35:
        image = _jpeg(image, rng)
    region.image = np.ascontiguousarray(image)
    return region


def _turn(image: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    height, width = image.shape
    affine = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(image, affine, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return turned, affine


def _bleed_through(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The back of the sheet shines through: mirrored, shifted, pale, soft."""
    back = np.roll(image[:, ::-1], (rng.randint(-60, 60), rng.randint(-60, 60)), (0, 1))
    back = cv2.GaussianBlur(back, (0, 0), rng.uniform(0.6, 2.0)).astype(np.float32)
    strength = rng.uniform(0.05, 0.22)
    return np.clip(image - strength * (255 - back), 0, 255).astype(np.uint8)


def _thicken(image: np.ndarray, rng: random.Random) -> np.ndarray:
    kernel = np.ones(rng.choice(((1, 2), (2, 1), (2, 2))), np.uint8)
    if rng.random() < 0.6:
        return cv2.erode(image, kernel)
    return cv2.dilate(image, kernel[:, :1] if kernel.shape[0] > 1 else kernel)


def _worn(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Old print: ink that spread here and did not take there."""
    grain = np.empty(image.shape, np.float32)
    cv2.randn(grain, 0, 1)
    size = rng.uniform(0.7, 1.6)
    grain = cv2.GaussianBlur(grain, (0, 0), size) * (size * 3.5 * rng.uniform(10, 40))  # blurring took the grain's strength
    grain += cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 0.9))
    ink, paper = (float(v) for v in np.percentile(image[::7, ::7], (1, 80)))
    middle = ink + (paper - ink) * rng.uniform(0.4, 0.7)
    grain = (grain - middle) / max(4.0, (paper - ink) * rng.uniform(0.04, 0.16))
    return (ink + (paper - ink) / (1 + np.exp(-np.clip(grain, -20, 20)))).astype(np.uint8)


def _low_resolution(image: np.ndarray, rng: random.Random) -> np.ndarray:
    height, width = image.shape
    scale = rng.uniform(0.5, 0.95)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=rng.choice((cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR)))
    return cv2.resize(small, (width, height), interpolation=rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC)))


def _paper(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Grey or yellowed paper with uneven light."""
    height, width = image.shape
    light = np.random.normal(0, rng.uniform(2, 14), (rng.randint(2, 12), rng.randint(2, 9))).astype(np.float32)
    light = cv2.resize(light, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(image * rng.uniform(0.6, 1) + rng.uniform(0, 40) + light, 0, 255).astype(np.uint8)


def _photocopy_edge(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A dark margin, as where the lid was open."""
    image = image.copy()
    size = rng.randint(4, 40)
    shade = rng.randint(0, 110)
    side = rng.randrange(4)
    turned = np.rot90(image, side)
    edge = (size + np.cumsum(np.random.randint(-1, 2, turned.shape[0]))).clip(1, 60)
    for row, width in enumerate(edge):
        turned[row, :width] = shade
    return np.ascontiguousarray(image)


def _noise(image: np.ndarray, rng: random.Random) -> np.ndarray:
    if rng.random() < 0.2:  # specks
        image = image.copy()
        count = int(image.size * rng.uniform(0.0001, 0.003))
        rows = np.random.randint(0, image.shape[0], count)
        columns = np.random.randint(0, image.shape[1], count)
        image[rows, columns] = np.random.choice(np.array([0, 255], np.uint8), count, p=[0.7, 0.3])
        return image
    noise = np.empty(image.shape, np.int16)
    cv2.randn(noise, 0, rng.uniform(2, 16))
    return cv2.add(image, noise, dtype=cv2.CV_8U)


def _one_bit(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Fax: black and white, sometimes from a scan with fewer rows."""
    height, width = image.shape
    if rng.random() < 0.3:
        image = cv2.resize(image, (width, int(height * rng.uniform(0.6, 0.9))), interpolation=cv2.INTER_AREA)
    low, high = (float(v) for v in np.percentile(image, (1, 80)))
    binary = ((image > low + (high - low) * rng.uniform(0.4, 0.8)) * 255).astype(np.uint8)
    return cv2.resize(binary, (width, height), interpolation=cv2.INTER_LINEAR) if binary.shape[0] != height else binary


def _jpeg(image: np.ndarray, rng: random.Random) -> np.ndarray:
    coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 92)])[1]
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
