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
    """One ``rows``, ``columns`` and ``spots`` for each grid that the block sees.

    ``rows`` and ``columns``: relative positions [n, m, head], m being n padded to a multiple of 8.
    ``spots``: which row and column each place is in, [2 * m, n * n padded to a multiple of 8].
    """

    norm1: Norm
    qkv: Linear
    out: Linear
    norm2: Norm
    up: Linear
    down: Linear
    rows: List[Tensor]
    columns: List[Tensor]
    spots: List[Tensor]
    window: int


class EncoderLayer(NamedTuple):
    norm1: Tensor
    qkv: Linear
    out: Tensor
    norm2: Tensor
    gate: Tensor
    up: Tensor
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
    """Experts side by side: E that the router chooses among, then those that every token asks; E is 0 in a dense layer.

    ``router`` [E, d] in float32, ``always`` [1, experts] 0 for the former and 1 for the latter, ``gate`` and ``up``
    [experts * m, d], ``down`` [experts * m, d].  ``out`` and ``down`` are transposed: they add to what is there.
    """

    norm1: Tensor
    qkv: Tensor
    out: Tensor
    norm2: Tensor
    router: Tensor
    always: Tensor
    gate: Tensor
    up: Tensor
    down: Tensor


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
    """Keys and values of all pages in flight: for each layer [2, blocks, heads, tokens of a block, head]."""

    layers: List[Tensor]
