"""Pictures to visual tokens: the SAM tokenizer, then a Qwen2 body that reads them by learned queries.

Shapes: B pictures, S their side, g = S / 16 the grid, n = (g / 4)^2 visual tokens.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from .common import gated, rms_norm, rotary_tables, rotate
from .weights import EncoderLayer, Norm, SamBlock, Vision


def layer_norm(x: Tensor, norm: Norm, epsilon: float = 1e-6) -> Tensor:
    return F.layer_norm(x, [x.shape[-1]], norm.weight, norm.bias, epsilon)


def sam_attention(x: Tensor, block: SamBlock, heads: int) -> Tensor:
    """Attention over [B, h, w, C] with decomposed relative positions, which use the unscaled queries."""
    B, h, w, C = x.shape
    n = h * w
    qkv = F.linear(x, block.qkv.weight, block.qkv.bias)
    q, k, v = qkv.view(B, n, 3, heads, C // heads).permute(2, 0, 3, 1, 4).unbind(0)
    size = 0 if block.rows[0].shape[0] == h else 1
    grid = q.view(B, heads, h, w, C // heads)
    rows = torch.einsum("bnhwc,hkc->bnhwk", grid, block.rows[size])
    columns = torch.einsum("bnhwc,wkc->bnhwk", grid, block.columns[size])
    # A product with zeros and ones adds each row's number to each column's faster than an addition does
    bias = torch.matmul(torch.cat([rows, columns], -1).view(B, heads, n, -1), block.spots[size])
    mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias[..., :n])
    return F.linear(mixed.transpose(1, 2).reshape(B, h, w, C), block.out.weight, block.out.bias)


def sam_block(x: Tensor, block: SamBlock, heads: int) -> Tensor:
    B, H, W, C = x.shape
    y = layer_norm(x, block.norm1)
    side = block.window
    if side == 0:
        y = sam_attention(y, block, heads)
    else:
        # Padded after the norm and attended to without a mask, as the model was trained
        y = F.pad(y, [0, 0, 0, -W % side, 0, -H % side])
        rows, columns = y.shape[1] // side, y.shape[2] // side
        y = y.view(B, rows, side, columns, side, C).permute(0, 1, 3, 2, 4, 5).reshape(-1, side, side, C)
        y = sam_attention(y, block, heads).view(B, rows, columns, side, side, C).permute(0, 1, 3, 2, 4, 5)
        y = y.reshape(B, rows * side, columns * side, C)[:, :H, :W]
    x = x + y
    y = F.gelu(F.linear(layer_norm(x, block.norm2), block.up.weight, block.up.bias))
    return x + F.linear(y, block.down.weight, block.down.bias)


def sam(pixels: Tensor, model: Vision) -> Tensor:
    """uint8 [B, 3, S, S] -> [B, (g / 4)^2, d]."""
    B, side = pixels.shape[0], model.patch.weight.shape[-1]
    g = pixels.shape[-1] // side
    patches = pixels.view(B, 3, g, side, g, side).permute(0, 2, 4, 1, 3, 5).reshape(B, g, g, -1)
    x = patches.float().div_(255).sub_(0.5).div_(0.5).to(model.norm.dtype)
    x = F.linear(x, model.patch.weight.flatten(1), model.patch.bias)
    x = x + model.positions[0 if model.positions[0].shape[1] == g else 1]
    for block in model.blocks:
        x = sam_block(x, block, model.sam_heads)
    # Channels stay last in memory, which is how convolutions run fast
    x = layer_norm(F.linear(x, model.neck1.flatten(1)), model.neck_norm1).permute(0, 3, 1, 2)
    x = layer_norm(F.conv2d(x, model.neck2, padding=1).permute(0, 2, 3, 1), model.neck_norm2).permute(0, 3, 1, 2)
    x = F.conv2d(F.conv2d(x, model.shrink1, stride=2, padding=1), model.shrink2, stride=2, padding=1)
    return x.flatten(2).transpose(1, 2)


def encoder_layer(
    x: Tensor, layer: EncoderLayer, mask: Tensor, cosines: Tensor, sines: Tensor, heads: int, key_heads: int
) -> Tensor:
    B, T, C = x.shape
    size = C // heads
    qkv = F.linear(rms_norm(x, layer.norm1), layer.qkv.weight, layer.qkv.bias)
    q, k, v = qkv.view(B, T, heads + 2 * key_heads, size).transpose(1, 2).split([heads, key_heads, key_heads], 1)
    q = rotate(q, cosines, sines)
    k = rotate(k, cosines, sines).repeat_interleave(heads // key_heads, 1)
    v = v.repeat_interleave(heads // key_heads, 1)
    mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    x = x + F.linear(mixed.transpose(1, 2).reshape(B, T, C), layer.out)
    return x + F.linear(gated(rms_norm(x, layer.norm2), layer.gate, layer.up), layer.down)


def look(pixels: Tensor, model: Vision) -> Tensor:
    """uint8 [B, 3, S, S] -> [B, n, width of the language model]."""
    x = sam(pixels, model)
    n = x.shape[1]
    queries = model.queries[0 if model.queries[0].shape[0] == n else 1]
    x = torch.cat([x, queries[None].expand(x.shape[0], -1, -1)], 1)
    cosines, sines = rotary_tables(2 * n, x.shape[2] // model.heads, model.theta)
    cosines, sines = cosines.to(x), sines.to(x)
    # Picture tokens see each other; a query sees the picture and the queries before it
    i = torch.arange(2 * n, device=x.device)
    mask = (i[None, :] < n) | ((i[:, None] >= n) & (i[None, :] <= i[:, None]))
    for layer in model.layers:
        x = encoder_layer(x, layer, mask, cosines, sines, model.heads, model.key_heads)
    return F.linear(rms_norm(x, model.norm)[:, n:], model.projector.weight, model.projector.bias)


def encode(views: Tensor, tiles: Tensor, model: Vision, most: int) -> Tensor:
    """Visual tokens of b pages with equally many tiles: their tiles', their view's, the separator.

    uint8 ``views`` [b, 3, S, S] and ``tiles`` [b * tiles of a page, 3, s, s], ``most`` of them looked at at once ->
    [b, tokens, width of the language model].
    """
    b = views.shape[0]
    seen = torch.cat([look(part, model) for part in views.split(most)])
    if tiles.shape[0] > 0:
        details = torch.cat([look(part, model) for part in tiles.split(most)])
        seen = torch.cat([details.reshape(b, -1, seen.shape[2]), seen], 1)
    return torch.cat([seen, model.separator.expand(b, 1, -1)], 1)
