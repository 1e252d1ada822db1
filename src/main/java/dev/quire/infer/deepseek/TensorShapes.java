package dev.quire.infer.deepseek;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every tensor that a checkpoint of given sizes has, by its published name, with its shape. */
final class TensorShapes {

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private TensorShapes() {}

    static Map<String, List<Long>> of(ModelConfig config) {
        TensorShapes names = new TensorShapes();
        names.sam(config.sam(), config.encoder().width());
        names.encoder(config.encoder());
        names.linear(
                "model.projector.layers",
                config.language().width(),
                config.encoder().width());
        names.language(config.language());
        return names.shapes;
    }

    private void sam(ModelConfig.Sam sam, int shrunkTwice) {
        String model = "model.sam_model.";
        int width = sam.width();
        add(model + "pos_embed", 1, ModelConfig.Sam.GRID, ModelConfig.Sam.GRID, width);
        add(model + "patch_embed.proj.weight", width, 3, ModelConfig.Sam.PATCH, ModelConfig.Sam.PATCH);
        add(model + "patch_embed.proj.bias", width);
        for (int i = 0; i < sam.layers(); i++) {
            String block = model + "blocks." + i + ".";
            int places = 2 * (sam.window(i) == 0 ? ModelConfig.Sam.GRID : sam.window(i)) - 1;
            pair(block + "norm1", width);
            pair(block + "norm2", width);
            linear(block + "attn.qkv", 3 * width, width);
            linear(block + "attn.proj", width, width);
            add(block + "attn.rel_pos_h", places, width / sam.heads());
            add(block + "attn.rel_pos_w", places, width / sam.heads());
            linear(block + "mlp.lin1", 4 * width, width);
            linear(block + "mlp.lin2", width, 4 * width);
        }
        add(model + "neck.0.weight", sam.neck(), width, 1, 1);
        pair(model + "neck.1", sam.neck());
        add(model + "neck.2.weight", sam.neck(), sam.neck(), 3, 3);
        pair(model + "neck.3", sam.neck());
        add(model + "net_2.weight", sam.shrunk(), sam.neck(), 3, 3);
        add(model + "net_3.weight", shrunkTwice, sam.shrunk(), 3, 3);
    }

    private void encoder(ModelConfig.Encoder encoder) {
        String model = "model.qwen2_model.model.model.";
        int width = encoder.width();
        int keys = ModelConfig.Encoder.KEY_HEADS * encoder.headSize();
        for (int i = 0; i < encoder.layers(); i++) {
            String layer = model + "layers." + i + ".";
            linear(layer + "self_attn.q_proj", width, width);
            linear(layer + "self_attn.k_proj", keys, width);
            linear(layer + "self_attn.v_proj", keys, width);
            add(layer + "self_attn.o_proj.weight", width, width);
            gated(layer + "mlp.", width, encoder.feedForward());
            norms(layer, width);
        }
        add(model + "norm.weight", width);
        add("model.qwen2_model.query_1024.weight", 256, width);
        add("model.qwen2_model.query_768.weight", 144, width);
    }

    private void language(ModelConfig.Language language) {
        int width = language.width();
        add("model.view_seperator", width);
        add("model.embed_tokens.weight", language.vocabulary(), width);
        for (int i = 0; i < language.layers(); i++) {
            String layer = "model.layers." + i + ".";
            for (String name : List.of("q", "k", "v", "o")) {
                add(layer + "self_attn." + name + "_proj.weight", width, width);
            }
            norms(layer, width);
            if (language.experts(i) == 0) {
                gated(layer + "mlp.", width, language.feedForward());
                continue;
            }
            add(layer + "mlp.gate.weight", language.experts(), width);
            gated(layer + "mlp.shared_experts.", width, language.sharedExperts() * language.expertWidth());
            for (int expert = 0; expert < language.experts(); expert++) {
                gated(layer + "mlp.experts." + expert + ".", width, language.expertWidth());
            }
        }
        add("model.norm.weight", width);
        add("lm_head.weight", language.vocabulary(), width);
    }

    private void gated(String prefix, int width, int hidden) {
        add(prefix + "gate_proj.weight", hidden, width);
        add(prefix + "up_proj.weight", hidden, width);
        add(prefix + "down_proj.weight", width, hidden);
    }

    private void norms(String layer, int width) {
        add(layer + "input_layernorm.weight", width);
        add(layer + "post_attention_layernorm.weight", width);
    }

    private void linear(String name, int out, int in) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    private void pair(String name, int width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    private void add(String name, long... shape) {
        shapes.put(name, java.util.Arrays.stream(shape).boxed().toList());
    }
}
