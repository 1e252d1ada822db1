"""The three networks: line detector, line recogniser, page orientation.

They are built for one CPU core.  Early layers at high resolution cost the most there, so each
stem goes to a quarter of the resolution at once; most of the arithmetic is in 1x1 convolutions,
which the CPU runs near its peak; batch normalisation folds away at export.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .charset import HANZI_CLASSES, SMALL_CLASSES

Size = int | tuple[int, int]


def conv(inputs: int, outputs: int, kernel: Size, stride: Size = 1, groups: int = 1,
         relu: bool = True) -> nn.Sequential:
    """Convolution with "same" padding, batch normalisation and (by default) ReLU."""
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    padding = (kernel[0] // 2, kernel[1] // 2)
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    if relu:
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


def patches(inputs: int, outputs: int, size: tuple[int, int]) -> nn.Sequential:
    """Reduces rows and columns by ``size``: a convolution whose windows do not overlap."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, size, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Mixer(nn.Module):
    """A depthwise convolution and a two-layer perceptron over channels, around a shortcut."""

    def __init__(self, channels: int, kernel: Size, expansion: float = 2.0) -> None:
        super().__init__()
        hidden = int(channels * expansion)
        self.spatial = conv(channels, channels, kernel, groups=channels, relu=False)
        self.expand = conv(channels, hidden, 1)
        self.reduce = conv(hidden, channels, 1, relu=False)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.reduce(self.expand(self.spatial(x)))


class Detector(nn.Module):
    """Finds text lines on a page of about 110 dpi.

    Input [N, 1, H, W], grey as v / 127.5 - 1, H and W multiples of 32.  Output [N, 3, H/2, W/4]:
    logit of the x-height band of a text line, log distance from the pixel up to the line's top
    and down to its bottom, in input pixels.
    """

    CELL = 8  # the head works on cells of 8x8 pixels and predicts 4x2 outputs in each

    def __init__(self, stem: int = 24, widths: tuple[int, int, int] = (64, 96, 128),
                 depths: tuple[int, int, int] = (1, 2, 2), merge: int = 48) -> None:
        super().__init__()
        w8, w16, w32 = widths
        self.stem = conv(1, stem, 5, 4)
        self.level8 = nn.Sequential(conv(stem, w8, 3, 2), *[Mixer(w8, 5) for _ in range(depths[0])])
        self.level16 = nn.Sequential(patches(w8, w16, (2, 2)), *[Mixer(w16, 5) for _ in range(depths[1])])
        self.level32 = nn.Sequential(patches(w16, w32, (2, 2)), *[Mixer(w32, 7) for _ in range(depths[2])])
        self.lateral8 = nn.Conv2d(w8, merge, 1)
        self.lateral16 = nn.Conv2d(w16, merge, 1)
        self.lateral32 = nn.Conv2d(w32, merge, 1)
        self.merge16 = Mixer(merge, 5, 1)
        self.merge8 = Mixer(merge, 5, 1)
        self.head = nn.Sequential(nn.ReLU(), nn.Conv2d(merge, 24, 1))

    def forward(self, x: Tensor) -> Tensor:
        x8 = self.level8(self.stem(x))
        x16 = self.level16(x8)
        x32 = self.level32(x16)
        p = self.merge16(self.lateral16(x16) + F.interpolate(self.lateral32(x32), scale_factor=2.0))
        p = self.merge8(self.lateral8(x8) + F.interpolate(p, scale_factor=2.0))
        y = self.head(p)
        n, _, rows, columns = y.shape
        y = y.view(n, 3, 4, 2, rows, columns).permute(0, 1, 4, 2, 5, 3)
        return y.reshape(n, 3, rows * 4, columns * 2)


class LineNetwork(nn.Module):
    """What the recogniser and its teacher share: an encoder, two groups of classes, CTC.

    The classes are in two groups.  The small group holds the blank, the Latin alphabet, digits,
    punctuation and symbols, and one gate class that says "a hanzi".  The hanzi have a head of
    their own which, at inference, runs on the gated steps alone: a Latin page never pays for it.
    Training sees both as one distribution (hierarchical softmax).
    """

    def __init__(self, features: nn.Sequential, width: int, halves: int, hanzi_rank: int) -> None:
        super().__init__()
        self.features, self.halves, self.hanzi_rank = features, halves, hanzi_rank
        self.dropout = nn.Dropout(0.1)
        self.small = nn.Linear(width, halves * (SMALL_CLASSES + 1))  # the last class is the gate
        self.hanzi = nn.Sequential(nn.Linear(width, halves * hanzi_rank), nn.Linear(hanzi_rank, HANZI_CLASSES))

    def encode(self, x: Tensor) -> Tensor:
        """[N, 1, 32, W] -> [N, cells, width]; a cell answers for ``halves`` steps."""
        return self.dropout(self.features(x).squeeze(2).transpose(1, 2))

    def small_scores(self, encoded: Tensor) -> Tensor:
        """[N, W/4, small classes and gate]"""
        return self.small(encoded).reshape(encoded.shape[0], -1, SMALL_CLASSES + 1)

    def hanzi_scores(self, encoded: Tensor, steps: Tensor | None = None) -> Tensor:
        """[N * W/4, hanzi], or of the given steps of the flattened batch only."""
        cells = encoded.flatten(0, 1)
        reduce, expand = self.hanzi[0], self.hanzi[1]
        if steps is None:
            return expand(reduce(cells).reshape(-1, self.hanzi_rank))
        cell, half = steps.div(self.halves, rounding_mode="floor"), steps.remainder(self.halves)
        reduced = reduce(cells.index_select(0, cell)).reshape(-1, self.halves, self.hanzi_rank)
        return expand(torch.take_along_dim(reduced, half[:, None, None], 1).squeeze(1))

    def forward(self, x: Tensor, hanzi: bool = True) -> Tensor:
        """Log probabilities [N, W/4, classes] in the networks' own class order.

        Without ``hanzi`` only the small group and its gate: all that the CTC loss of a line
        without hanzi depends on.
        """
        return self.log_probabilities(self.encode(x), hanzi)

    def log_probabilities(self, encoded: Tensor, hanzi: bool) -> Tensor:
        small = F.log_softmax(self.small_scores(encoded).float(), -1)
        if not hanzi:
            return small
        rare = F.log_softmax(self.hanzi_scores(encoded).float(), -1).reshape(*small.shape[:2], -1) + small[..., -1:]
        return torch.cat((small[..., :-1], rare), -1)


class Recognizer(LineNetwork):
    """Reads a text line of height 32 with CTC at one step for each 4 columns.

    Most of its work is done on cells of 8 columns; each cell answers for its left and its right half.
    """

    def __init__(self, widths: tuple[int, int, int, int, int] = (16, 32, 64, 128, 256),
                 depths: tuple[int, int, int] = (1, 3, 4), hanzi_rank: int = 128) -> None:
        w2, w4, w8, w16, w32 = widths
        super().__init__(nn.Sequential(
            conv(1, w2, 3, 2),
            conv(w2, w4, 3, 2),
            conv(w4, w8, 3, (2, 1)), *[Mixer(w8, (3, 5)) for _ in range(depths[0])],
            patches(w8, w16, (2, 2)), *[Mixer(w16, (3, 7)) for _ in range(depths[1])],
            patches(w16, w32, (2, 1)), *[Mixer(w32, (1, 9)) for _ in range(depths[2])], nn.ReLU(inplace=True),
        ), w32, 2, hanzi_rank)


class Teacher(LineNetwork):
    """The recogniser of the second generation, twice as much work: the new one learns from its answers."""

    def __init__(self, widths: tuple[int, int, int, int, int] = (16, 32, 64, 128, 256),
                 depths: tuple[int, int, int, int] = (1, 2, 3, 3), hanzi_rank: int = 128) -> None:
        w2, w4, w8, w16, w32 = widths
        super().__init__(nn.Sequential(
            conv(1, w2, 3, 2),
            conv(w2, w4, 3, 2), *[Mixer(w4, (3, 5)) for _ in range(depths[0])],
            conv(w4, w8, 3, (2, 1)), *[Mixer(w8, (3, 5)) for _ in range(depths[1])],
            conv(w8, w16, 3, (2, 1)), *[Mixer(w16, (3, 7)) for _ in range(depths[2])],
            nn.Conv2d(w16, w32, (2, 3), (2, 1), (0, 1), bias=False), nn.BatchNorm2d(w32),
            nn.ReLU(inplace=True),
            *[Mixer(w32, (1, 11)) for _ in range(depths[3])], nn.ReLU(inplace=True),
        ), w32, 1, hanzi_rank)


class Orientation(nn.Module):
    """Tells by how many quarter turns a page was turned clockwise.

    Input [N, 1, H, W], grey as v / 127.5 - 1, page at about 100 dpi, H and W multiples of 32.
    Output [N, 4] logits for 0, 90, 180 and 270 degrees.  Every cell of the page votes, weighted
    by how sure it is to see text.
    """

    def __init__(self, widths: tuple[int, int, int, int] = (24, 48, 64, 96)) -> None:
        super().__init__()
        w4, w8, w16, w32 = widths
        self.features = nn.Sequential(
            conv(1, w4, 5, 4),
            conv(w4, w8, 3, 2), Mixer(w8, 5), Mixer(w8, 5),
            conv(w8, w16, 3, 2), Mixer(w16, 5), Mixer(w16, 5),
            conv(w16, w32, 3, 2), Mixer(w32, 5),
        )
        self.vote = nn.Conv2d(w32, 5, 1)

    def forward(self, x: Tensor) -> Tensor:
        votes = self.vote(self.features(x)).flatten(2)
        weights = torch.sigmoid(votes[:, 4:])
        return (votes[:, :4] * weights).sum(-1) / (weights.sum(-1) + 1.0) * 4.0
