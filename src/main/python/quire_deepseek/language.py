"""Visual tokens to text: a decoder of attention and experts over a paged cache.

Pages in flight share one cache of blocks.  Block 0 belongs to nobody and stands wherever a table has no block.
Shapes: b pages, T tokens of a prompt, d the width, H heads of size h, E experts, n cache blocks in use.
"""

from typing import NamedTuple, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor

from .common import gated, rms_norm, rotate
from .weights import Cache, Language, LanguageLayer

class Step(NamedTuple):
    """What all layers of one decoding step share.

    ``cosines``, ``sines``: [b, 1, h].  ``place``: where each page's new key goes, [b * H] rows of the cache.
    ``owner``: the page of each block, [n].  ``bias``: 0 where a block holds a token of its page, [n, 1, block].
    ``table``: the blocks of each page, [b, most].
    """

    cosines: Tensor
    sines: Tensor
    place: Tensor
    owner: Tensor
    bias: Tensor
    table: Tensor


def experts_at_once(x: Tensor, weights: Tensor, chosen: Tensor, layer: LanguageLayer) -> Tensor:
    """Every expert for every token, in two products: what few tokens do not choose costs less than routing them."""
    E = layer.router.shape[0]
    share = torch.zeros([x.shape[0], E], dtype=weights.dtype, device=x.device).scatter_(1, chosen, weights)
    gate, up = F.linear(x, layer.experts_gate_up).view(x.shape[0], E, -1).chunk(2, -1)
    return F.linear((F.silu(gate) * up * share.to(x.dtype)[:, :, None]).flatten(1), layer.experts_down)


def experts_by_choice(x: Tensor, weights: Tensor, chosen: Tensor, layer: LanguageLayer) -> Tensor:
    """Only the chosen experts: tokens sorted by expert, padded to the longest queue."""
    E, d = layer.router.shape[0], x.shape[1]
    expert, order = chosen.flatten().sort()
    counts = torch.bincount(expert, minlength=E)
    longest = int(counts.max().item())
    rank = torch.arange(expert.shape[0], device=x.device) - (counts.cumsum(0) - counts)[expert]
    place = expert * longest + rank
    queues = torch.zeros([E * longest, d], dtype=x.dtype, device=x.device)
    queues.index_copy_(0, place, x[order // chosen.shape[1]])
    gate, up = torch.bmm(queues.view(E, longest, d), layer.experts_gate_up.view(E, -1, d).transpose(1, 2)).chunk(2, -1)
    answers = torch.bmm(F.silu(gate) * up, layer.experts_down.view(d, E, -1).permute(1, 2, 0)).view(-1, d)
    back = torch.empty_like(place).index_copy_(0, order, place)
    return (answers[back].view(x.shape[0], -1, d) * weights.to(x.dtype)[:, :, None]).sum(1)


def feed_forward(x: Tensor, layer: LanguageLayer, experts: int) -> Tensor:
    """[tokens, d] -> the same.  Weights of the chosen experts are their softmax over all, not normalised again."""
    y = gated(x, layer.gate_up, layer.down)
    if layer.router.shape[0] == 0:
        return y
    scores = F.linear(x.float(), layer.router.float()).softmax(-1)
    weights, chosen = scores.topk(experts, dim=-1, sorted=False)
    if x.shape[0] <= 4 * layer.router.shape[0]:
        return y + experts_at_once(x, weights, chosen, layer)
    return y + experts_by_choice(x, weights, chosen, layer)


def prompt_layer(
    x: Tensor, model: Language, index: int, cosines: Tensor, sines: Tensor, cache: Cache, table: Tensor
) -> Tensor:
    """A layer over whole prompts [b, T, d] of equal length, whose keys and values go into the blocks of ``table``."""
    layer = model.layers[index]
    b, T, d = x.shape
    qkv = F.linear(rms_norm(x, layer.norm1), layer.qkv).view(b, T, 3, model.heads, d // model.heads)
    q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
    q, k = rotate(q, cosines, sines), rotate(k, cosines, sines)
    store(k, cache.keys[index], table)
    store(v, cache.values[index], table)
    mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    x = x + F.linear(mixed.transpose(1, 2).reshape(b, T, d), layer.out)
    return x + feed_forward(rms_norm(x, layer.norm2).view(-1, d), layer, model.chosen).view(b, T, d)


def store(x: Tensor, cache: Tensor, table: Tensor) -> None:
    """[b, H, T, h] into the blocks of ``table`` [b, blocks]."""
    b, H, T, h = x.shape
    size = cache.shape[2]
    x = F.pad(x, [0, 0, 0, table.shape[1] * size - T])
    blocks = x.view(b, H, table.shape[1], size, h).transpose(1, 2).reshape(-1, H, size, h)
    cache.index_copy_(0, table.flatten(), blocks)


def prefill(
    model: Language, cache: Cache, visual: Tensor, head: Tensor, tail: Tensor, table: Tensor
) -> Tuple[Tensor, Tensor]:
    """Reads the prompts of b pages of equal length: ``visual`` [b, n, d] with the token ids around it.

    ``table`` [b, blocks].  Returns each page's first token [b] and the logits that it was chosen by [b, vocabulary].
    """
    b = visual.shape[0]
    before, after = model.embedding[head].expand(b, -1, -1), model.embedding[tail].expand(b, -1, -1)
    x = torch.cat([before, visual, after], 1)
    cosines, sines = model.cosines[: x.shape[1]].to(x), model.sines[: x.shape[1]].to(x)
    for index in range(len(model.layers)):
        x = prompt_layer(x, model, index, cosines, sines, cache, table)
    logits = F.linear(rms_norm(x[:, -1], model.norm), model.head).float()
    return logits.argmax(-1), logits


def attend(q: Tensor, keys: Tensor, values: Tensor, step: Step) -> Tensor:
    """[b, H, h] over the pages' blocks: a softmax within each block, then the blocks of a page weighed together."""
    n, H, h = step.owner.shape[0], q.shape[1], q.shape[2]
    asking = q.index_select(0, step.owner).view(n * H, 1, h)
    scores = torch.bmm(asking, keys[:n].view(n * H, -1, h).transpose(1, 2)).view(n, H, -1)
    scores = torch.add(step.bias, scores, alpha=h**-0.5)
    top = scores.amax(-1)
    shares = torch.exp(scores - top[:, :, None])
    totals = shares.sum(-1)
    parts = torch.bmm(shares.to(q.dtype).view(n * H, 1, -1), values[:n].view(n * H, -1, h)).view(n, H, h)
    tops = top[step.table]
    weights = torch.exp(tops - tops.amax(1, keepdim=True))
    mixed = (weights[:, :, :, None] * parts[step.table]).sum(1)
    return (mixed / (weights * totals[step.table]).sum(1)[:, :, None]).to(q.dtype)


def step_layer(x: Tensor, model: Language, index: int, cache: Cache, step: Step) -> Tensor:
    """A layer over one new token of each page [b, d]."""
    layer = model.layers[index]
    b, d = x.shape
    qkv = F.linear(rms_norm(x, layer.norm1), layer.qkv).view(b, 3, model.heads, d // model.heads)
    q, k, v = qkv.unbind(1)
    q, k = rotate(q, step.cosines, step.sines), rotate(k, step.cosines, step.sines)
    keys, values = cache.keys[index], cache.values[index]
    keys.view(-1, k.shape[2]).index_copy_(0, step.place, k.reshape(-1, k.shape[2]))
    values.view(-1, v.shape[2]).index_copy_(0, step.place, v.reshape(-1, v.shape[2]))
    x = x + F.linear(attend(q, keys, values, step).view(b, d), layer.out)
    return x + feed_forward(rms_norm(x, layer.norm2), layer, model.chosen)


def ban_repeats(logits: Tensor, recent: Tensor, ngram: Tensor, window: Tensor, longest: int, exempt: Tensor) -> Tensor:
    """Forbids each token that would complete an n-gram which the last ``window`` tokens hold already.

    ``recent`` [b, longest + W] ends with the newest token and is -1 before the first; ``ngram``, ``window`` [b] with
    1 <= ngram <= longest + 1 and window <= W, and a window of 0 forbids nothing; ``exempt`` is never forbidden.
    """
    ngram, window = ngram[:, None], window[:, None]
    followers = recent[:, longest:]
    W = followers.shape[1]
    before = recent[:, :-1].unfold(1, longest, 1)
    beyond = torch.arange(longest, device=recent.device) < longest + 1 - ngram
    repeats = ((before == recent[:, None, -longest:]) | beyond[:, None]).all(-1)
    inside = torch.arange(W, device=recent.device) >= W - window + ngram - 1
    free = (followers < 0) | (followers[:, :, None] == exempt).any(-1)
    ceiling = torch.where(repeats & inside & ~free, -float("inf"), float("inf"))
    return logits.scatter_reduce(1, followers.clamp(min=0), ceiling, "amin")


def next_step(model: Language, cache: Cache, positions: Tensor, table: Tensor, owner: Tensor, start: Tensor) -> Step:
    keys = cache.keys[0]
    H, size = keys.shape[1], keys.shape[2]
    block = table.gather(1, (positions // size)[:, None])
    place = (block * H + torch.arange(H, device=block.device)) * size + (positions % size)[:, None]
    token = start[:, None] + torch.arange(size, device=start.device)
    hidden = (token > positions[owner][:, None]) | (start < 0)[:, None]
    return Step(
        model.cosines[positions].to(keys.dtype)[:, None],
        model.sines[positions].to(keys.dtype)[:, None],
        place.flatten(),
        owner,
        (hidden.float() * -1e9)[:, None],
        table,
    )


def decode(
    model: Language,
    cache: Cache,
    recent: Tensor,
    positions: Tensor,
    ngram: Tensor,
    window: Tensor,
    longest: int,
    exempt: Tensor,
    table: Tensor,
    owner: Tensor,
    start: Tensor,
    steps: int,
) -> Tensor:
    """Goes on with b pages by ``steps`` tokens each, [b, steps], without waiting for the device.

    ``recent``, ``ngram``, ``window``, ``longest``, ``exempt``: see ban_repeats.  ``positions`` [b]: where the newest
    token of ``recent`` stands in its page.  ``table`` [b, most]: blocks of each page, 0 after the last; they have room
    for ``steps`` more tokens.  ``owner``, ``start`` [n]: for each block in use the row that it belongs to and the place
    of its first token in the page, -1 where it belongs to none.
    """
    known = recent.shape[1]
    tokens = F.pad(recent, [0, steps])
    for i in range(steps):
        step = next_step(model, cache, positions + i, table, owner, start)
        x = model.embedding[tokens[:, known + i - 1]]
        for index in range(len(model.layers)):
            x = step_layer(x, model, index, cache, step)
        logits = F.linear(rms_norm(x, model.norm), model.head).float()
        logits = ban_repeats(logits, tokens[:, i : known + i], ngram, window, longest, exempt)
        tokens[:, known + i] = logits.argmax(-1)
    return tokens[:, known:]
