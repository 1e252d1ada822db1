"""``python -m quire_deepseek.image_fixture``: pictures of pages, and digests of what Pillow makes of them.

Pillow 11: Pillow 13, younger than the model, resizes some shapes down before across and so rounds some pixels
otherwise.
"""

import hashlib
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

FOLDER = Path(__file__).parents[3] / "test/resources/dev/quire/infer/deepseek/images"
TILE, VIEW = 768, 1024
RATIOS = sorted(
    {(i, j) for i in range(1, 7) for j in range(1, 7) if 2 <= i * j <= 6}, key=lambda ratio: ratio[0] * ratio[1]
)
SIZES = {
    "a4": (1190, 1684),
    "letter-large": (1700, 2200),
    "slide": (1600, 900),
    "landscape": (1280, 960),
    "five-to-four": (1000, 800),
    "five-to-four-large": (1500, 1200),
    "ribbon": (300, 2000),
    "wide-ribbon": (2000, 211),
    "small": (500, 331),
    "tiny": (37, 53),
    "line": (900, 1),
    "square": (1024, 1024),
    "edge": (768, 768),
    "over-the-edge": (769, 768),
}


def page(width: int, height: int) -> Image.Image:
    """Sharp and soft edges, thin lines and a patch of noise, in colour."""
    draw_from = random.Random(width * 10_007 + height)
    image = Image.new("RGB", (width, height), (250, 249, 245))
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = draw_from.randrange(width), draw_from.randrange(height)
        colour = tuple(draw_from.randrange(256) for _ in range(3))
        corner = (x + draw_from.randrange(1, 120), y + draw_from.randrange(1, 40))
        draw_from.choice((draw.rectangle, draw.ellipse, draw.line))([(x, y), corner], fill=colour)
    side = min(48, width, height)
    noise = bytes(draw_from.randrange(256) for _ in range(3 * side * side))
    image.paste(Image.frombytes("RGB", (side, side), noise), (width // 3, height // 3))
    return image


def grid(width: int, height: int) -> tuple[int, int]:
    if width <= TILE and height <= TILE:
        return 0, 0
    best, nearest = (0, 0), float("inf")
    for columns, rows in RATIOS:
        distance = abs(width / height - columns / rows)
        if distance < nearest:
            best, nearest = (columns, rows), distance
        elif distance == nearest and width * height > 0.5 * TILE * TILE * columns * rows:
            best = (columns, rows)
    return best


def digest(images: list[Image.Image]) -> str:
    planes = b"".join(np.asarray(image).transpose(2, 0, 1).tobytes() for image in images)
    return hashlib.sha256(planes).hexdigest()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = []
    for name, (width, height) in SIZES.items():
        image = page(width, height)
        image.save(FOLDER / f"{name}.png", optimize=True)
        columns, rows = grid(width, height)
        tiles = []
        if columns:
            stretched = image.resize((columns * TILE, rows * TILE), Image.Resampling.BICUBIC)
            for y in range(rows):
                for x in range(columns):
                    tiles.append(stretched.crop((x * TILE, y * TILE, (x + 1) * TILE, (y + 1) * TILE)))
        view = ImageOps.pad(image, (VIEW, VIEW), method=Image.Resampling.BICUBIC, color=(127, 127, 127))
        expected.append(
            {"name": name, "columns": columns, "rows": rows, "view": digest([view]), "tiles": digest(tiles)}
        )
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
