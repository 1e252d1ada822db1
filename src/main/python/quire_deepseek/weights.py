"""The model's weights as the program computes with them: fused where a step then needs fewer kernels.

Every value holds tensors of one floating point type on one device; ``int`` fields are sizes that shapes do not tell.
TorchScript compiles this file: no ``from __future__ import annotations``.
"""

from typing import List, NamedTuple

from torch import Tensor


class Norm(NamedTuple):
    weight: Tensor
    bias: Tensor


class Linear(NamedTuple):
    weight: Tensor
    bias: Tensor


class SamBlock(NamedTuple):
    """``rows`` and ``columns``: relative positions [n, n, head], one pair for each grid that the block sees."""

    norm1: Norm
    qkv: Linear
    out: Linear
    norm2: Norm
    up: Linear
    down: Linear
    rows: List[Tensor]
    columns: List[Tensor]
    window: int


class EncoderLayer(NamedTuple):
    norm1: Tensor
    qkv: Linear
    out: Tensor
    norm2: Tensor
    gate_up: Tensor
    down: Tensor


class Vision(NamedTuple):
    """``positions``: [1, g, g, d], one for each grid.  ``queries``: [n, d], likewise."""

    patch: Linear
    positions: List[Tensor]
    blocks: List[SamBlock]
    neck1: Tensor
    neck_norm1: Norm
    neck2: Tensor
    neck_norm2: Norm
    shrink1: Tensor
    shrink2: Tensor
    layers: List[EncoderLayer]
    norm: Tensor
    queries: List[Tensor]
    projector: Linear
    separator: Tensor
    sam_heads: int
    heads: int
    key_heads: int
    theta: float


class LanguageLayer(NamedTuple):
    """``gate_up`` and ``down``: the dense network, or the shared experts.  The last three are empty where it is dense.

    ``router`` [E, d], ``experts_gate_up`` [E * 2m, d], ``experts_down`` [d, E * m].
    """

    norm1: Tensor
    qkv: Tensor
    out: Tensor
    norm2: Tensor
    gate_up: Tensor
    down: Tensor
    router: Tensor
    experts_gate_up: Tensor
    experts_down: Tensor


class Language(NamedTuple):
    """``cosines`` and ``sines``: [positions, head]."""

    embedding: Tensor
    layers: List[LanguageLayer]
    norm: Tensor
    head: Tensor
    cosines: Tensor
    sines: Tensor
    heads: int
    chosen: int


class Cache(NamedTuple):
    """Keys and values of all pages in flight: for each layer [blocks, heads, tokens of a block, head]."""

    keys: List[Tensor]
    values: List[Tensor]
