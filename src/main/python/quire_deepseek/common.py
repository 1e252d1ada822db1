"""What both halves of the model use."""

from typing import Tuple

import torch
import torch.nn.functional as F
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, epsilon: float = 1e-6) -> Tensor:
    """One kernel where libtorch has one (2.9 and later)."""
    return torch.rms_norm(x, [x.shape[-1]], weight, epsilon)


def rotary_tables(positions: int, size: int, theta: float) -> Tuple[Tensor, Tensor]:
    """Cosines and sines [positions, size] of rotary position embedding, the two halves of a head paired.

    The sines of the first half are negative, as ``rotate`` needs them.
    """
    frequencies = 1.0 / torch.pow(theta, torch.arange(0, size, 2).float() / size)
    angles = torch.outer(torch.arange(positions).float(), frequencies)
    return torch.cat([angles, angles], -1).cos(), torch.cat([-angles, angles], -1).sin()


def rotate(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    return torch.addcmul(x * cosines, x.roll(x.shape[-1] // 2, -1), sines)


def gated(x: Tensor, gate: Tensor, up: Tensor) -> Tensor:
    """The inner half of the SwiGLU network. Two products: halves of one would be strided, and slow to walk over."""
    return F.silu(F.linear(x, gate), inplace=True).mul_(F.linear(x, up))
