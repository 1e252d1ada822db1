"""The program that the engine runs: no weights and no sizes of its own, so one file serves every checkpoint.

The engine hands a checkpoint's tensors over group by group; what comes back it keeps and passes to every later call.
Tensors go by their names in the checkpoint, those of a layer without its prefix.  ``python -m quire_deepseek.program FILE`` writes the program; torch 2.7.1, which the engine runs.
"""

import sys
from typing import Dict, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from . import language, vision
from .common import rotary_tables
from .weights import Cache, EncoderLayer, Language, LanguageLayer, Linear, Norm, SamBlock, Vision


def linear(raw: Dict[str, Tensor], name: str) -> Linear:
    return Linear(raw[name + ".weight"], raw[name + ".bias"])


def norm(raw: Dict[str, Tensor], name: str) -> Norm:
    return Norm(raw[name + ".weight"], raw[name + ".bias"])


def fused(raw: Dict[str, Tensor], names: List[str]) -> Tensor:
    return torch.cat([raw[name] for name in names])


def relative(raw: Dict[str, Tensor], name: str, grids: List[int]) -> List[Tensor]:
    """The table of relative positions looked up for each pair of places, for each grid; interpolated where it is not
    made for the grid."""
    tables: List[Tensor] = []
    for grid in grids:
        table = raw[name]
        if table.shape[0] != 2 * grid - 1:
            resized = torch.ops.aten.upsample_linear1d(table.float().t()[None], [2 * grid - 1], False)
            table = resized[0].t().to(table.dtype)
        i = torch.arange(grid, device=table.device)
        tables.append(F.pad(table[i[:, None] - i[None, :] + grid - 1], [0, 0, 0, -grid % 8]))
    return tables


def spots(grid: int, like: Tensor) -> Tensor:
    """See SamBlock."""
    i = torch.arange(grid * grid, device=like.device)
    side = grid + -grid % 8
    places = torch.zeros([2 * side, grid * grid + -(grid * grid) % 8], dtype=like.dtype, device=like.device)
    places[i // grid, i] = 1
    places[side + i % grid, i] = 1
    return places


class Program(nn.Module):
    """A page view of 1024 pixels has a grid of 64 x 64 patches, a tile of 768 one of 48 x 48."""

    @torch.jit.export
    def numbers(self, raw: Tensor, size: int) -> Tensor:
        """Bytes [.., last * size] as a tensor of bfloat16 (size 2) or float32 (4): the engine cannot make the former."""
        if size == 2:
            return torch.view_copy(raw, torch.bfloat16)
        return torch.view_copy(raw, torch.float32)

    @torch.jit.export
    def sam_block(self, raw: Dict[str, Tensor], window: int) -> SamBlock:
        grids = [window] if window > 0 else [64, 48]
        return SamBlock(
            norm(raw, "norm1"),
            linear(raw, "attn.qkv"),
            linear(raw, "attn.proj"),
            norm(raw, "norm2"),
            linear(raw, "mlp.lin1"),
            linear(raw, "mlp.lin2"),
            relative(raw, "attn.rel_pos_h", grids),
            relative(raw, "attn.rel_pos_w", grids),
            [spots(grid, raw["attn.rel_pos_h"]) for grid in grids],
            window,
        )

    @torch.jit.export
    def encoder_layer(self, raw: Dict[str, Tensor]) -> EncoderLayer:
        names = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]
        return EncoderLayer(
            raw["input_layernorm.weight"],
            Linear(fused(raw, [name + ".weight" for name in names]), fused(raw, [name + ".bias" for name in names])),
            raw["self_attn.o_proj.weight"],
            raw["post_attention_layernorm.weight"],
            raw["mlp.gate_proj.weight"],
            raw["mlp.up_proj.weight"],
            raw["mlp.down_proj.weight"],
        )

    @torch.jit.export
    def vision(
        self,
        raw: Dict[str, Tensor],
        blocks: List[SamBlock],
        layers: List[EncoderLayer],
        sam_heads: int,
        heads: int,
        key_heads: int,
        theta: float,
    ) -> Vision:
        positions = raw["model.sam_model.pos_embed"]
        small = torch.ops.aten._upsample_bicubic2d_aa(positions.permute(0, 3, 1, 2).float(), [48, 48], False)
        return Vision(
            linear(raw, "model.sam_model.patch_embed.proj"),
            [positions, small.to(positions.dtype).permute(0, 2, 3, 1).contiguous()],
            blocks,
            raw["model.sam_model.neck.0.weight"],
            norm(raw, "model.sam_model.neck.1"),
            raw["model.sam_model.neck.2.weight"],
            norm(raw, "model.sam_model.neck.3"),
            raw["model.sam_model.net_2.weight"],
            raw["model.sam_model.net_3.weight"],
            layers,
            raw["model.qwen2_model.model.model.norm.weight"],
            [raw["model.qwen2_model.query_1024.weight"], raw["model.qwen2_model.query_768.weight"]],
            linear(raw, "model.projector.layers"),
            raw["model.view_seperator"],
            sam_heads,
            heads,
            key_heads,
            theta,
        )

    @torch.jit.export
    def language_layer(self, raw: Dict[str, Tensor], experts: int) -> LanguageLayer:
        """``experts``: 0 for a dense layer."""
        norm = raw["input_layernorm.weight"]
        router = torch.empty([0, norm.shape[0]], device=norm.device)
        names = ["mlp."]
        if experts > 0:
            router = raw["mlp.gate.weight"].float()
            names = ["mlp.experts." + str(i) + "." for i in range(experts)] + ["mlp.shared_experts."]
        gates = [raw[name + "gate_proj.weight"] for name in names]
        width = gates[0].shape[0]
        always = torch.ones([1, experts + gates[-1].shape[0] // width], dtype=norm.dtype, device=norm.device)
        always[:, :experts] = 0
        return LanguageLayer(
            norm,
            fused(raw, ["self_attn.q_proj.weight", "self_attn.k_proj.weight", "self_attn.v_proj.weight"]),
            raw["self_attn.o_proj.weight"].t(),
            raw["post_attention_layernorm.weight"],
            router,
            always,
            torch.cat(gates),
            fused(raw, [name + "up_proj.weight" for name in names]),
            torch.cat([raw[name + "down_proj.weight"] for name in names], 1).t(),
        )

    @torch.jit.export
    def language(
        self, raw: Dict[str, Tensor], layers: List[LanguageLayer], heads: int, chosen: int, places: int, theta: float
    ) -> Language:
        """``chosen``: experts of a token.  ``places``: the most tokens of a page, prompt included."""
        embedding = raw["model.embed_tokens.weight"]
        cosines, sines = rotary_tables(places, embedding.shape[1] // heads, theta)
        return Language(
            embedding,
            layers,
            raw["model.norm.weight"],
            raw["lm_head.weight"],
            cosines.to(embedding.device),
            sines.to(embedding.device),
            heads,
            chosen,
        )

    @torch.jit.export
    def cache(self, model: Language, blocks: int, size: int) -> Cache:
        """Zeros: what is masked away is still multiplied, and must be a number."""
        width = model.embedding.shape[1] // model.heads
        layers: List[Tensor] = []
        for _ in model.layers:
            layers.append(
                torch.zeros(
                    [2, blocks, model.heads, size, width], dtype=model.embedding.dtype, device=model.embedding.device
                )
            )
        return Cache(layers)

    @torch.jit.export
    def picture(self, size: int, pinned: bool) -> Tensor:
        """Bytes to be filled, [size]: a device copies from pinned memory by itself, while the host goes on."""
        return torch.empty([size], dtype=torch.uint8, pin_memory=pinned)

    @torch.jit.export
    def encode(self, model: Vision, pictures: List[Tensor], most: int) -> Tensor:
        """``pictures``: of each page its view and behind it its tiles, as many for each, uint8."""
        device = model.separator.device
        pixels = torch.stack([picture.to(device, non_blocking=True) for picture in pictures])
        view = 3 * 1024 * 1024
        views = pixels[:, :view].view(-1, 3, 1024, 1024)
        tiles = pixels[:, view:].reshape(-1, 3, 768, 768)
        return vision.encode(views, tiles, model, most)

    @torch.jit.export
    def prefill(
        self, model: Language, cache: Cache, visual: Tensor, head: Tensor, tail: Tensor, table: Tensor
    ) -> Tuple[Tensor, Tensor]:
        return language.prefill(model, cache, visual, head, tail, table)

    @torch.jit.export
    def decode(
        self,
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
        return language.decode(
            model, cache, recent, positions, ngram, window, longest, exempt, table, owner, start, steps
        )

    def forward(self, model: Vision, pictures: List[Tensor]) -> Tensor:
        return self.encode(model, pictures, 1)


if __name__ == "__main__":
    torch.jit.script(Program()).save(sys.argv[1])
