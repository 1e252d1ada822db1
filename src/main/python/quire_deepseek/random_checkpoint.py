"""``python -m quire_deepseek.random_checkpoint FOLDER``: a checkpoint of full size in the layout of the published one,
with random weights in bfloat16 (6.8 GB) and a tokenizer that says nothing.  For measuring speed and memory.
"""

import json
import struct
import sys
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

VOCABULARY = 129280
WIDTH, LAYERS, HEADS, DENSE, EXPERTS, SHARED, EXPERT = 1280, 12, 10, 6848, 64, 2, 896
SAM, SAM_LAYERS, GLOBAL = 768, 12, [2, 5, 8, 11]
ENCODER, ENCODER_LAYERS, ENCODER_INNER = 896, 24, 4864
SPECIAL: Dict[int, str] = {0: "<｜begin▁of▁sentence｜>", 1: "<｜end▁of▁sentence｜>", 2: "<｜▁pad▁｜>"} | dict(
    enumerate(
        [
            "<image>",
            "<|ref|>",
            "<|/ref|>",
            "<|det|>",
            "<|/det|>",
            "<|grounding|>",
            "<td>",
            "</td>",
            "<tr>",
            "</tr>",
            "<|User|>",
            "<|Assistant|>",
        ],
        128815,
    )
)


def gated(name: str, width: int, inner: int) -> Iterator[Tuple[str, List[int]]]:
    for part in ("gate", "up"):
        yield f"{name}.{part}_proj.weight", [inner, width]
    yield f"{name}.down_proj.weight", [width, inner]


def both(name: str, rows: int, *others: int) -> Iterator[Tuple[str, List[int]]]:
    yield f"{name}.weight", [rows, *others]
    yield f"{name}.bias", [rows]


def tensors() -> Iterator[Tuple[str, List[int]]]:
    """Names and shapes."""
    sam = "model.sam_model."
    yield sam + "pos_embed", [1, 64, 64, SAM]
    yield from both(sam + "patch_embed.proj", SAM, 3, 16, 16)
    for i in range(SAM_LAYERS):
        block = f"{sam}blocks.{i}."
        yield from both(block + "norm1", SAM)
        yield from both(block + "norm2", SAM)
        yield from both(block + "attn.qkv", 3 * SAM, SAM)
        yield from both(block + "attn.proj", SAM, SAM)
        yield from both(block + "mlp.lin1", 4 * SAM, SAM)
        yield from both(block + "mlp.lin2", SAM, 4 * SAM)
        for axis in "hw":
            yield f"{block}attn.rel_pos_{axis}", [127 if i in GLOBAL else 27, 64]
    yield sam + "neck.0.weight", [256, SAM, 1, 1]
    yield from both(sam + "neck.1", 256)
    yield sam + "neck.2.weight", [256, 256, 3, 3]
    yield from both(sam + "neck.3", 256)
    yield sam + "net_2.weight", [512, 256, 3, 3]
    yield sam + "net_3.weight", [ENCODER, 512, 3, 3]
    body = "model.qwen2_model."
    for i in range(ENCODER_LAYERS):
        layer = f"{body}model.model.layers.{i}."
        for part, rows in (("q", ENCODER), ("k", 128), ("v", 128)):
            yield from both(f"{layer}self_attn.{part}_proj", rows, ENCODER)
        yield layer + "self_attn.o_proj.weight", [ENCODER, ENCODER]
        yield from gated(layer + "mlp", ENCODER, ENCODER_INNER)
        yield layer + "input_layernorm.weight", [ENCODER]
        yield layer + "post_attention_layernorm.weight", [ENCODER]
    yield body + "model.model.norm.weight", [ENCODER]
    yield body + "query_768.weight", [144, ENCODER]
    yield body + "query_1024.weight", [256, ENCODER]
    yield from both("model.projector.layers", WIDTH, ENCODER)
    yield "model.view_seperator", [WIDTH]
    yield "model.embed_tokens.weight", [VOCABULARY, WIDTH]
    for i in range(LAYERS):
        layer = f"model.layers.{i}."
        for part in "qkvo":
            yield f"{layer}self_attn.{part}_proj.weight", [WIDTH, WIDTH]
        yield layer + "input_layernorm.weight", [WIDTH]
        yield layer + "post_attention_layernorm.weight", [WIDTH]
        if i == 0:
            yield from gated(layer + "mlp", WIDTH, DENSE)
            continue
        yield layer + "mlp.gate.weight", [EXPERTS, WIDTH]
        yield from gated(layer + "mlp.shared_experts", WIDTH, SHARED * EXPERT)
        for expert in range(EXPERTS):
            yield from gated(f"{layer}mlp.experts.{expert}", WIDTH, EXPERT)
    yield "model.norm.weight", [WIDTH]
    yield "lm_head.weight", [VOCABULARY, WIDTH]


def numbers(name: str, shape: List[int], device: str) -> bytes:
    if len(shape) == 1:
        made = torch.full(shape, 0.0 if name.endswith("bias") else 1.0, dtype=torch.bfloat16)
    else:
        fan = 1 if "embed" in name or "query" in name else torch.Size(shape[1:]).numel()
        made = torch.randn(shape, dtype=torch.bfloat16, device=device) * fan**-0.5
    return made.view(torch.uint8).cpu().numpy().tobytes()


def config() -> dict:
    sam = {"layers": SAM_LAYERS, "heads": 12, "width": SAM, "global_attn_indexes": GLOBAL}
    sam |= {"downsample_channels": [512, 1024]}
    language = {"hidden_size": WIDTH, "num_hidden_layers": LAYERS, "intermediate_size": DENSE, "use_mla": False}
    language |= {"num_attention_heads": HEADS, "num_key_value_heads": HEADS, "first_k_dense_replace": 1}
    language |= {"n_routed_experts": EXPERTS, "n_shared_experts": SHARED, "moe_intermediate_size": EXPERT}
    language |= {"num_experts_per_tok": 6, "vocab_size": VOCABULARY, "max_position_embeddings": 8192}
    return {
        "architectures": ["DeepseekOCR2ForCausalLM"],
        "model_type": "deepseek_vl_v2",
        "torch_dtype": "bfloat16",
        "vision_config": {"width": {"qwen2-0-5b": {"dim": ENCODER}, "sam_vit_b": sam}},
        "language_config": language,
    }


def tokenizer() -> Tokenizer:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    names = {3 + i: letter for i, letter in enumerate(letters)} | SPECIAL
    made = Tokenizer(models.BPE({names.get(i, f"w{i}"): i for i in range(VOCABULARY)}, []))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL.values()])
    return made


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config(), indent=1))
    tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    header, end = {}, 0
    for name, shape in tensors():
        begin, end = end, end + 2 * torch.Size(shape).numel()
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [begin, end]}
    head = json.dumps(header).encode()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(0)
    with open(folder / "model-00001-of-000001.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for name, shape in tensors():
            file.write(numbers(name, shape, device))


if __name__ == "__main__":
    main()
