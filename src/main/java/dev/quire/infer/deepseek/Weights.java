package dev.quire.infer.deepseek;

import ai.djl.pytorch.jni.IValue;
import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A checkpoint's weights on the device, as the program packs them. They are read from mapped files straight to the
 * device, a layer at a time: no more than one layer is ever there in several forms.
 */
record Weights(IValue vision, IValue language) implements AutoCloseable {

    static Weights load(Program program, Checkpoint checkpoint, int places) throws EngineException {
        return new Loader(program, checkpoint).load(places);
    }

    @Override
    public void close() {
        vision.close();
        language.close();
    }

    private record Loader(Program program, Checkpoint checkpoint) {

        private static final Pattern VISION =
                Pattern.compile("model\\.(sam_model|qwen2_model|projector|view_seperator)");
        private static final Pattern LAYER = Pattern.compile("\\.(blocks|layers)\\.[0-9]+\\.");

        Weights load(int places) throws EngineException {
            IValue vision = vision();
            try {
                return new Weights(vision, language(places));
            } catch (EngineException e) {
                vision.close();
                throw e;
            }
        }

        private IValue vision() throws EngineException {
            ModelConfig.Sam sam = checkpoint.config().sam();
            List<IValue> blocks = new ArrayList<>();
            List<IValue> layers = new ArrayList<>();
            try (Scope scope = program.scope()) {
                for (int i = 0; i < sam.layers(); i++) {
                    blocks.add(layer("sam_block", "model.sam_model.blocks." + i + ".", sam.window(i)));
                }
                for (int i = 0; i < checkpoint.config().encoder().layers(); i++) {
                    layers.add(layer("encoder_layer", "model.qwen2_model.model.model.layers." + i + "."));
                }
                return scope.keep(
                        "vision",
                        raw(scope, outsideOfLayers(name -> VISION.matcher(name).lookingAt())),
                        scope.list(blocks),
                        scope.list(layers),
                        scope.number(sam.heads()),
                        scope.number(ModelConfig.Encoder.HEADS),
                        scope.number(ModelConfig.Encoder.KEY_HEADS),
                        scope.number(ModelConfig.Encoder.THETA));
            } finally {
                blocks.forEach(IValue::close);
                layers.forEach(IValue::close);
            }
        }

        private IValue language(int places) throws EngineException {
            ModelConfig.Language language = checkpoint.config().language();
            List<IValue> layers = new ArrayList<>();
            try (Scope scope = program.scope()) {
                for (int i = 0; i < language.layers(); i++) {
                    layers.add(layer("language_layer", "model.layers." + i + ".", language.experts(i)));
                }
                return scope.keep(
                        "language",
                        raw(scope, outsideOfLayers(name -> !VISION.matcher(name).lookingAt())),
                        scope.list(layers),
                        scope.number(language.heads()),
                        scope.number(language.chosen()),
                        scope.number(places),
                        scope.number(language.theta()));
            } finally {
                layers.forEach(IValue::close);
            }
        }

        private Map<String, Checkpoint.Place> outsideOfLayers(Predicate<String> wanted) {
            return checkpoint.tensors().entrySet().stream()
                    .filter(entry -> wanted.test(entry.getKey())
                            && !LAYER.matcher(entry.getKey()).find())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        private IValue layer(String method, String prefix, int... sizes) throws EngineException {
            try (Scope scope = program.scope()) {
                List<IValue> arguments = new ArrayList<>();
                arguments.add(raw(scope, checkpoint.group(prefix)));
                for (int size : sizes) {
                    arguments.add(scope.number(size));
                }
                return scope.keep(method, arguments.toArray(IValue[]::new));
            }
        }

        private IValue raw(Scope scope, Map<String, Checkpoint.Place> places) throws EngineException {
            Map<String, IValue> tensors = new HashMap<>();
            for (Map.Entry<String, Checkpoint.Place> place : places.entrySet()) {
                tensors.put(place.getKey(), tensor(scope, place.getValue()));
            }
            return scope.map(tensors);
        }

        private IValue tensor(Scope scope, Checkpoint.Place place) throws EngineException {
            long[] shape =
                    place.tensor().shape().stream().mapToLong(Long::longValue).toArray();
            shape[shape.length - 1] *= checkpoint.numberBytes();
            try (Scope bytes = program.scope()) {
                return scope.closing(
                        bytes.keep("numbers", bytes.bytes(place.map(), shape), bytes.number(checkpoint.numberBytes())));
            } catch (IOException e) {
                throw new EngineException(
                        ErrorClass.MODEL, "Could not read " + place.file().file() + ": " + e, e);
            }
        }
    }
}
