"""Writes what the two networks answer to fixed pictures, for the parity test in Java.

    python src/test/python/parity_fixture.py

Needs torch, numpy and opencv-python-headless. Run it again whenever the network files change.
"""

from pathlib import Path

import cv2
import numpy as np
import torch

ROOT = Path(__file__).parents[2]
NETWORKS = ROOT / "main/resources/dev/quire/infer/embedded"
FIXTURES = ROOT / "test/resources/dev/quire/infer/embedded"


def picture(name: str, multiple: int) -> torch.Tensor:
    """The grey picture as the networks take it, its last pixels repeated up to a multiple of the grid."""
    grey = cv2.imread(str(FIXTURES / name), cv2.IMREAD_GRAYSCALE)
    height, width = grey.shape
    grey = cv2.copyMakeBorder(grey, 0, -height % multiple, 0, -width % multiple, cv2.BORDER_REPLICATE)
    return torch.from_numpy(grey)[None, None].float() / 127.5 - 1


def write(name: str, values: np.ndarray) -> None:
    (FIXTURES / name).write_text("\n".join(f"{value:.4f}" for value in values) + "\n")


@torch.no_grad()
def main() -> None:
    confidence, classes = torch.jit.load(NETWORKS / "rec.pt")(picture("line.png", 8))
    write("line.expected.txt", np.concatenate([confidence[0].numpy(), classes[0].numpy()]))
    planes = torch.jit.load(NETWORKS / "det.pt")(picture("chinese.png", 32))[0].numpy()
    # One value in 97 of each plane is enough to notice any difference
    write("chinese.expected.txt", planes.reshape(-1)[::97])


if __name__ == "__main__":
    main()
