"""Turns a trained network into one that computes its matrix products in 8-bit integers, for x86-64 CPUs.

Weights get a scale for each output channel, activations one fixed scale a layer, measured on sample
images.  Activations use 7 of their 8 bits: without VNNI instructions the CPU adds two products in 16 bits,
which then cannot overflow, and values beyond the measured range have room.  Depthwise convolutions,
shortcuts and the first layers, too narrow to gain, stay in floating point.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn
from torch.ao.nn.quantized.modules.linear import LinearPackedParams
from torch.nn.utils import fuse_conv_bn_eval

LEAST_CHANNELS = 48
LEVELS = 127


class Range:
    """Smallest and largest input of a layer over the sample images, outliers cut."""

    def __init__(self) -> None:
        self.low = self.high = 0.0

    def see(self, x: Tensor) -> None:
        values = x.detach().flatten()
        if not len(values):
            return
        values = values[:: max(1, len(values) // 200_000)].sort().values
        cut = len(values) // 20_000
        self.low = min(self.low, float(values[cut]))
        self.high = max(self.high, float(values[-1 - cut]))


class Int8Linear(nn.Module):
    """[..., inputs] -> [..., outputs] with or without ReLU; floats in, floats out."""

    def __init__(self, weight: Tensor, bias: Tensor | None, seen: Range, relu: bool) -> None:
        super().__init__()
        scales = weight.abs().amax(1).clamp_min(1e-8).double() / 127
        whole = torch.quantize_per_channel(weight, scales, torch.zeros(len(weight), dtype=torch.int64), 0, torch.qint8)
        self.packed = LinearPackedParams(torch.qint8)
        self.packed.set_weight_bias(whole, bias if bias is not None else torch.zeros(len(weight)))
        self.scale = max(seen.high - seen.low, 1e-6) / LEVELS
        self.zero = round(-seen.low / self.scale)
        self.relu = relu

    def forward(self, x: Tensor) -> Tensor:
        run = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
        if self.relu:
            run = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_relu_output_fp32
        return run(x, self.scale, self.zero, self.packed._packed_params)


class Int8Conv(nn.Module):
    """A convolution whose windows do not overlap, as a matrix product; [N, C, H, W] in channels-last memory."""

    def __init__(self, conv: nn.Conv2d, seen: Range, relu: bool) -> None:
        super().__init__()
        self.down, self.right = conv.kernel_size
        self.linear = Int8Linear(conv.weight.detach().permute(0, 2, 3, 1).flatten(1), conv.bias, seen, relu)

    def forward(self, x: Tensor) -> Tensor:
        x = x.permute(0, 2, 3, 1)
        if self.down * self.right > 1:
            n, height, width, channels = x.shape
            x = x.reshape(n, height // self.down, self.down, width // self.right, self.right, channels)
            x = x.transpose(2, 3).flatten(3)
        return self.linear(x).permute(0, 3, 1, 2)


def fold(network: nn.Module) -> nn.Module:
    """A copy whose batch normalisation lives in the convolutions, in channels-last memory."""
    network = copy.deepcopy(network).eval()
    for module in list(network.modules()):
        if isinstance(module, nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], nn.Conv2d) and isinstance(module[i + 1], nn.BatchNorm2d):
                    module[i], module[i + 1] = fuse_conv_bn_eval(module[i], module[i + 1]), nn.Identity()
    return network.to(memory_format=torch.channels_last)


@torch.no_grad()
def quantized(network: nn.Module, samples: list[Tensor]) -> nn.Module:
    """A copy of the network in 8 bits, its activation ranges measured on the samples."""
    network = fold(network)
    layers = {name: module for name, module in network.named_modules() if _worth(module)}
    ranges = {name: Range() for name in layers}
    hooks = [module.register_forward_pre_hook(lambda _, x, seen=ranges[name]: seen.see(x[0])) for name, module in layers.items()]
    for sample in samples:
        network(sample)
    for hook in hooks:
        hook.remove()
    for name, module in layers.items():
        parent, _, key = name.rpartition(".")
        relu = _take_relu(network.get_submodule(parent), key)
        if isinstance(module, nn.Conv2d):
            rounded = Int8Conv(module, ranges[name], relu)
        else:
            rounded = Int8Linear(module.weight.detach(), module.bias.detach(), ranges[name], relu)
        setattr(network.get_submodule(parent), key, rounded)
    return network


def _worth(module: nn.Module) -> bool:
    if isinstance(module, nn.Linear):
        return True
    return (isinstance(module, nn.Conv2d) and module.groups == 1 and module.kernel_size == module.stride
            and min(module.in_channels, module.out_channels) >= LEAST_CHANNELS)


def _take_relu(parent: nn.Module, key: str) -> bool:
    """Whether a ReLU follows; if so it is taken out, as the layer will do it itself."""
    if isinstance(parent, nn.Sequential):
        for i in range(int(key) + 1, len(parent)):
            if isinstance(parent[i], nn.ReLU):
                parent[i] = nn.Identity()
                return True
            if not isinstance(parent[i], nn.Identity):
                return False
    return False
