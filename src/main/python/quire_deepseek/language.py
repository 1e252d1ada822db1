"""Visual tokens to text: a decoder of attention and experts over a paged cache.

Pages in flight share one cache of blocks.  Block 0 belongs to nobody and stands wherever a table has no block.
Shapes: b pages, T tokens of a prompt, d the width, H heads of size h, E experts, n cache blocks in use.
"""

from typing import List, NamedTuple, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor

from .common import gated, rms_norm, rotate
from .weights import Cache, Language, LanguageLayer

class Plan(NamedTuple):
    """What the steps of a call share, made once: each operation that a step does not make is host time saved.

    For each step: ``cosines`` and ``sines`` [b, 2, 1, h], those of queries scaled for attention; ``place`` [b, 2, H],
    the rows of the cache where each page's new key and value go; ``bias`` [b, 1, most * block], 0 where a page has
    written and -inf elsewhere.  For each layer: ``rows`` [.., h], its cache; ``keys`` [n * H, h, block] and ``values``
    [n * H, block, h], what of it is in use.  ``owner``: the page of each block, [n].  ``table``: the blocks of each
    page, [b * most].  ``heads``: the same for each head, [b * H * most].  ``back``: where ``heads`` names each block and
    head, [n * H].
    """

    cosines: List[Tensor]
    sines: List[Tensor]
    place: List[Tensor]
    bias: List[Tensor]
    rows: List[Tensor]
    keys: List[Tensor]
    values: List[Tensor]
    owner: Tensor
    table: Tensor
    heads: Tensor
    back: Tensor


def choose(y: Tensor, layer: LanguageLayer, chosen: int) -> Tuple[Tensor, Tensor]:
    """The experts of each token and their weights: their softmax over all, not normalised again."""
    weights, experts = F.linear(y.float(), layer.router).softmax(-1).topk(chosen, dim=-1, sorted=False)
    return weights.to(y.dtype), experts


def experts_at_once(x: Tensor, y: Tensor, layer: LanguageLayer, chosen: int) -> Tensor:
    """Every expert for every token, in three products: what few tokens do not choose costs less than routing them."""
    inner = gated(y, layer.gate, layer.up)
    if layer.router.shape[0] > 0:
        weights, experts = choose(y, layer, chosen)
        share = layer.always.expand(y.shape[0], -1).scatter(1, experts, weights)
        inner.view(y.shape[0], share.shape[1], -1).mul_(share[:, :, None])
    return x.addmm_(inner, layer.down)


def experts_by_choice(x: Tensor, y: Tensor, layer: LanguageLayer, chosen: int) -> Tensor:
    """Only the chosen experts: tokens sorted by expert, in blocks of one expert each.

    There are as many blocks as could be needed, so nobody waits for the device to count them, and an expert that most
    tokens choose costs no more than its tokens.
    """
    E, d = layer.router.shape[0], y.shape[1]
    weights, experts = choose(y, layer, chosen)
    expert, order = experts.flatten().sort()
    tokens = expert.shape[0]
    size = 64
    while size * 2 * E < tokens:
        size *= 2
    most = tokens // size + E
    starts = torch.searchsorted(expert, torch.arange(E + 1, device=y.device))
    ends = ((starts[1:] - starts[:-1] + size - 1) // size).cumsum(0)
    owner = torch.searchsorted(ends, torch.arange(most, device=y.device), right=True).clamp(max=E - 1)
    first = F.pad(ends, [1, -1])
    place = first[expert] * size + torch.arange(tokens, device=y.device) - starts[expert]
    queues = torch.zeros([most * size, d], dtype=y.dtype, device=y.device)
    queues = queues.index_copy_(0, place, y.index_select(0, order // chosen)).view(most, size, d)
    rows = E * (layer.gate.shape[0] // layer.always.shape[1])
    gate = layer.gate[:rows].view(E, -1, d).index_select(0, owner)
    up = layer.up[:rows].view(E, -1, d).index_select(0, owner)
    down = layer.down.t()[:, :rows].view(d, E, -1).index_select(1, owner).permute(1, 2, 0)
    inner = F.silu(torch.bmm(queues, gate.transpose(1, 2)), inplace=True).mul_(torch.bmm(queues, up.transpose(1, 2)))
    answers = torch.bmm(inner, down).view(-1, d)
    back = torch.empty_like(place).index_copy_(0, order, place)
    x.add_(answers.index_select(0, back).view(-1, chosen, d).mul_(weights[:, :, None]).sum(1))
    return x.addmm_(gated(y, layer.gate[rows:], layer.up[rows:]), layer.down[rows:])


def feed_forward(x: Tensor, layer: LanguageLayer, chosen: int) -> Tensor:
    """Adds to [tokens, d], in place."""
    y = rms_norm(x, layer.norm2)
    if layer.router.shape[0] == 0 or x.shape[0] <= 8 * layer.router.shape[0]:
        return experts_at_once(x, y, layer, chosen)
    return experts_by_choice(x, y, layer, chosen)


def prompt_layer(
    x: Tensor, model: Language, index: int, cosines: Tensor, sines: Tensor, cache: Cache, table: Tensor
) -> Tensor:
    """A layer over whole prompts [b, T, d] of equal length, whose keys and values go into the blocks of ``table``."""
    layer = model.layers[index]
    b, T, d = x.shape
    qkv = F.linear(rms_norm(x, layer.norm1), layer.qkv).view(b, T, 3, model.heads, d // model.heads)
    q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
    q, k = rotate(q, cosines, sines), rotate(k, cosines, sines)
    store(k, cache.layers[index][0], table)
    store(v, cache.layers[index][1], table)
    mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    x = x + torch.matmul(mixed.transpose(1, 2).reshape(b, T, d), layer.out)
    return feed_forward(x.view(-1, d), layer, model.chosen).view(b, T, d)


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


def attend(q: Tensor, plan: Plan, index: int, step: int) -> Tensor:
    """[b, H, h] -> [b, H * h].  Products run block by block, where the cache lies; the softmax page by page."""
    b, H, h = q.shape
    keys, values = plan.keys[index], plan.values[index]
    n, size = values.shape[0], values.shape[1]
    scores = torch.bmm(q.index_select(0, plan.owner).view(n, 1, h), keys).view(n, size)
    scores = scores.index_select(0, plan.heads).view(b, H, -1)
    shares = scores.add_(plan.bias[step]).softmax(-1).view(-1, size).index_select(0, plan.back)
    parts = torch.bmm(shares.view(n, 1, size), values).view(-1, H * h)
    return parts.index_select(0, plan.table).view(b, -1, H * h).sum(1)


def step_layer(x: Tensor, model: Language, index: int, plan: Plan, step: int) -> Tensor:
    """A layer over one new token of each page [b, d], in place."""
    layer = model.layers[index]
    b, d = x.shape
    qkv = F.linear(rms_norm(x, layer.norm1), layer.qkv).view(b, 3, model.heads, d // model.heads)
    qk = qkv[:, :2]
    turned = qk.roll(qk.shape[-1] // 2, -1)
    qk.mul_(plan.cosines[step]).addcmul_(turned, plan.sines[step])
    plan.rows[index][plan.place[step]] = qkv[:, 1:]
    x.addmm_(attend(qkv[:, 0], plan, index, step), layer.out)
    return feed_forward(x, layer, model.chosen)


def ban_repeats(logits: Tensor, recent: Tensor, ngram: Tensor, window: Tensor, longest: int, exempt: Tensor) -> Tensor:
    """Forbids, in place, each token that would complete an n-gram which the last ``window`` tokens hold already.

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
    ceiling = torch.where(repeats & inside & ~free, -float("inf"), float("inf")).to(logits.dtype)
    return logits.scatter_reduce_(1, followers.clamp(min=0), ceiling, "amin")


def plan_steps(
    model: Language, cache: Cache, positions: Tensor, table: Tensor, owner: Tensor, start: Tensor, steps: int
) -> Plan:
    pairs = cache.layers[0]
    blocks, H, size, h = pairs.shape[1], pairs.shape[2], pairs.shape[3], pairs.shape[4]
    b, most = table.shape
    every = torch.arange(steps, device=table.device)[:, None] + positions
    scale = torch.tensor([h**-0.5, 1.0], device=table.device)[:, None]
    block = table.gather(1, (every // size).t()).t()
    half = torch.arange(2, device=table.device)[:, None] * blocks
    head = torch.arange(H, device=table.device)
    place = ((half + block[:, :, None, None]) * H + head) * size + (every % size)[:, :, None, None]
    later = torch.arange(most * size, device=table.device) > every[:, :, None, None]
    bias = torch.zeros(later.shape, dtype=pairs.dtype, device=pairs.device).masked_fill_(later, -float("inf"))
    n = owner.shape[0]
    return Plan(
        list((model.cosines[every][:, :, None] * scale).to(pairs.dtype)[:, :, :, None].unbind(0)),
        list((model.sines[every][:, :, None] * scale).to(pairs.dtype)[:, :, :, None].unbind(0)),
        list(place.unbind(0)),
        list(bias.unbind(0)),
        [layer.view(-1, h) for layer in cache.layers],
        [layer[0, :n].view(n * H, size, h).transpose(1, 2) for layer in cache.layers],
        [layer[1, :n].view(n * H, size, h) for layer in cache.layers],
        owner,
        table.flatten(),
        (table[:, None] * H + head[:, None]).flatten(),
        ((owner[:, None] * H + head) * most + (start.clamp(min=0) // size)[:, None]).flatten(),
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
    plan = plan_steps(model, cache, positions, table, owner, start, steps)
    for i in range(steps):
        x = model.embedding.index_select(0, tokens[:, known + i - 1])
        for index in range(len(model.layers)):
            x = step_layer(x, model, index, plan, i)
        logits = F.linear(rms_norm(x, model.norm), model.head)
        logits = ban_repeats(logits, tokens[:, i : known + i], ngram, window, longest, exempt)
        tokens[:, known + i] = logits.argmax(-1)
    return tokens[:, known:]
