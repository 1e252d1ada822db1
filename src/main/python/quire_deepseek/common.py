"""What both halves of the model use."""

from typing import Tuple

import torch
from torch import Tensor

def rms_norm(x: Tensor, weight: Tensor, epsilon: float = 1e-6) -> Tensor:
    wide = x.float()
    return weight * (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + epsilon)).to(x.dtype)


def rotary_tables(positions: int, size: int, theta: float) -> Tuple[Tensor, Tensor]:
    """Cosines and sines [positions, size] of rotary position embedding, the two halves of a head paired."""
    frequencies = 1.0 / torch.pow(theta, torch.arange(0, size, 2).float() / size)
    angles = torch.outer(torch.arange(positions).float(), frequencies)
    angles = torch.cat([angles, angles], -1)
    return angles.cos(), angles.sin()


def rotate(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    first, second = x.chunk(2, -1)
    return x * cosines + torch.cat([-second, first], -1) * sines


def gated(x: Tensor, gate_up: Tensor, down: Tensor) -> Tensor:
    """The SwiGLU network."""
    gate, up = torch.nn.functional.linear(x, gate_up).chunk(2, -1)
    return torch.nn.functional.linear(torch.nn.functional.silu(gate) * up, down)
