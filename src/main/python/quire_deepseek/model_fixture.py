"""``python -m quire_deepseek.model_fixture``: a small random checkpoint in the layout of the published one, and what
transformers' public classes answer to it.

Needs transformers 5.18, whose ``save_pretrained`` writes the published tensor names.
"""

import json
import shutil
from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import DeepseekOcr2Config, DeepseekOcr2ForConditionalGeneration, LogitsProcessor
from torch import Tensor

FOLDER = Path(__file__).parents[3] / "test/resources/dev/quire/infer/deepseek"
VOCABULARY = 300
SAM = {
    "hidden_size": 16,
    "num_attention_heads": 2,
    "num_hidden_layers": 3,
    "global_attn_indexes": [1],
    "downsample_channels": [20, 28],
    "output_channels": 8,
}
ENCODER = {
    "hidden_size": 28,
    "num_hidden_layers": 2,
    "num_attention_heads": 14,
    "num_key_value_heads": 2,
    "intermediate_size": 32,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1e6,
    "vocab_size": 1,
}
LANGUAGE = {
    "hidden_size": 40,
    "intermediate_size": 48,
    "moe_intermediate_size": 24,
    "n_routed_experts": 8,
    "n_shared_experts": 2,
    "num_attention_heads": 10,
    "num_key_value_heads": 10,
    "num_experts_per_tok": 3,
    "num_hidden_layers": 3,
    "n_group": 1,
    "topk_group": 1,
    "topk_method": "greedy",
    "vocab_size": VOCABULARY,
    "max_position_embeddings": 8192,
    "bos_token_id": 0,
    "eos_token_id": 1,
}
SPECIAL = [
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
]
# n-gram, window, exempt tokens: the model left alone says 32, 224 and 174 all the time
RULES = [(1, 0, []), (3, 20, []), (2, 64, []), (3, 20, [32, 174])]
TEXTS = ["\n<|grounding|>Convert the document to markdown.", "\nFree OCR.", "<td>naïve 日本</td>", "  spaced\t12345"]


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(SPECIAL),
        special_tokens=["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(["the document is the text of the page, converted to markdown"] * 9, trainer)
    while made.get_vocab_size() < VOCABULARY - len(SPECIAL):
        made.add_tokens([f"<unused{made.get_vocab_size()}>"])
    made.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])
    return made


def model(image_token: int) -> DeepseekOcr2ForConditionalGeneration:
    torch.manual_seed(7)
    layers = ["dense"] + ["sparse"] * (LANGUAGE["num_hidden_layers"] - 1)
    vision = {"sam_config": SAM, "encoder_config": ENCODER}
    config = DeepseekOcr2Config(
        image_token_id=image_token, vision_config=vision, text_config={"mlp_layer_types": layers, **LANGUAGE}
    )
    made = DeepseekOcr2ForConditionalGeneration(config).eval()
    for name, parameter in made.named_parameters():
        if "norm" in name and parameter.dim() == 1:
            parameter.data.normal_(1 if name.endswith("weight") else 0, 0.1)
        elif parameter.dim() > 1 and not any(part in name for part in ("embed", "query", "pos")):
            parameter.data.normal_(0, 0.8 / parameter.shape[-1] ** 0.5)
        else:
            parameter.data.normal_(0, 0.5)
    return made


def published_config() -> dict:
    sam = {"layers": SAM["num_hidden_layers"], "heads": SAM["num_attention_heads"], "width": SAM["hidden_size"]}
    sam |= {"global_attn_indexes": SAM["global_attn_indexes"], "downsample_channels": SAM["downsample_channels"]}
    # Not in the published file, which leaves them to the code
    sam |= {"out_channels": SAM["output_channels"]}
    encoder = {"dim": ENCODER["hidden_size"], "layers": ENCODER["num_hidden_layers"]}
    encoder |= {"intermediate_size": ENCODER["intermediate_size"]}
    language = LANGUAGE | {"first_k_dense_replace": 1, "use_mla": False, "model_type": "deepseek_v2"}
    return {
        "architectures": ["DeepseekOCR2ForCausalLM"],
        "model_type": "deepseek_vl_v2",
        "torch_dtype": "float32",
        "projector_config": {"projector_type": "linear", "input_dim": 28, "n_embed": 40},
        "vision_config": {"image_size": 1024, "width": {"qwen2-0-5b": encoder, "sam_vit_b": sam}},
        "language_config": language,
    }


def pattern(side: int, number: int) -> Tensor:
    """A picture [3, side, side] that a few lines of any language can draw; the test draws it too."""
    channel, y, x = torch.meshgrid(torch.arange(3), torch.arange(side), torch.arange(side), indexing="ij")
    return (x * x // (7 + number) + x * y // (31 + 5 * channel) + 3 * y + 17 * number).remainder(256).to(torch.uint8)


class NoRepeatedNgram(LogitsProcessor):
    """Forbids a token that would complete an n-gram which the last ``window`` generated tokens hold already."""

    def __init__(self, prompt: int, ngram: int, window: int, exempt: set[int]) -> None:
        self.prompt, self.ngram, self.window, self.exempt = prompt, ngram, window, exempt

    def __call__(self, ids: Tensor, scores: Tensor) -> Tensor:
        for row, tokens in enumerate(ids[:, self.prompt :].tolist()):
            if len(tokens) < self.ngram:
                continue
            prefix = tokens[len(tokens) - self.ngram + 1 :]
            for i in range(max(0, len(tokens) - self.window), len(tokens) - self.ngram + 1):
                if tokens[i : i + self.ngram - 1] == prefix and tokens[i + self.ngram - 1] not in self.exempt:
                    scores[row, tokens[i + self.ngram - 1]] = -float("inf")
        return scores


def rounded(values: Tensor) -> list[float]:
    return [round(value, 5) for value in values.tolist()]


def normalized(pixels: Tensor) -> Tensor:
    return (pixels.float() / 255 - 0.5) / 0.5


@torch.no_grad()
def answers(net: DeepseekOcr2ForConditionalGeneration, tokens: Tokenizer) -> dict:
    def look(pixels: Tensor) -> Tensor:
        return net.model.multi_modal_projector(net.model.vision_tower(pixels).last_hidden_state).flatten(0, 1)

    image, tail = tokens.token_to_id("<image>"), tokens.encode(TEXTS[0]).ids
    pages = []
    for tiles in (0, 2):
        ids = [0] + [image] * (144 * tiles + 257) + tail
        inputs = {
            "input_ids": torch.tensor([ids]),
            "attention_mask": torch.ones(1, len(ids), dtype=torch.long),
            "pixel_values": normalized(pattern(1024, tiles))[None],
            "num_local_patches": [tiles],
        }
        visual = [look(inputs["pixel_values"]), net.model.view_separator[None]]
        if tiles:
            inputs["pixel_values_local"] = torch.stack([normalized(pattern(768, i)) for i in range(tiles)])
            visual.insert(0, look(inputs["pixel_values_local"]))
        logits = net(**inputs).logits[0, -1]

        def generate(ngram: int, window: int, exempt: set[int]) -> list[int]:
            settings = {"do_sample": False, "max_new_tokens": 96, "eos_token_id": None, "pad_token_id": 2}
            rule = [NoRepeatedNgram(len(ids), ngram, window, exempt)]
            return net.generate(**inputs, **settings, logits_processor=rule)[0, len(ids) :].tolist()

        pages.append(
            {
                "tiles": tiles,
                "visual": rounded(torch.cat(visual).flatten()[::53]),
                "logits": rounded(logits),
                "runs": [
                    {"ngram": ngram, "window": window, "exempt": exempt, "tokens": generate(ngram, window, set(exempt))}
                    for ngram, window, exempt in RULES
                ],
            }
        )
    cut = [ids[:-1] for ids in (tokens.encode("日本").ids, tokens.encode("<td>é").ids)]
    return {
        "pages": pages,
        "encoded": {text: tokens.encode(text, add_special_tokens=False).ids for text in TEXTS},
        "decoded": [{"ids": ids, "text": tokens.decode(ids, skip_special_tokens=False)} for ids in cut],
    }


def main() -> None:
    folder = FOLDER / "model"
    shutil.rmtree(folder, ignore_errors=True)
    tokens = tokenizer()
    net = model(tokens.token_to_id("<image>"))
    net.save_pretrained(folder, max_shard_size="500KB")
    (folder / "generation_config.json").unlink()
    (folder / "config.json").write_text(json.dumps(published_config(), indent=1) + "\n")
    tokens.save(str(folder / "tokenizer.json"), pretty=False)
    (FOLDER / "answers.json").write_text(json.dumps(answers(net, tokens), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
