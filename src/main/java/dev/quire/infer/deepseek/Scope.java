package dev.quire.infer.deepseek;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.quire.infer.EngineException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls of the program. All that they make ends with the scope, whether they fail or not, but for what is kept. */
final class Scope implements AutoCloseable {

    private final PtSymbolBlock block;
    private final PtNDManager manager;
    private final Deque<IValue> values = new ArrayDeque<>();

    Scope(PtSymbolBlock block, PtNDManager manager) {
        this.block = block;
        this.manager = manager;
    }

    /** Unsigned bytes; a direct buffer is read where it lies. */
    IValue bytes(Buffer bytes, long... shape) {
        return value(manager.create(bytes, new Shape(shape), DataType.UINT8));
    }

    IValue numbers(long[] numbers, long... shape) {
        return value(manager.create(LongBuffer.wrap(numbers), new Shape(shape), DataType.INT64));
    }

    IValue number(long number) {
        return closing(IValue.from(number));
    }

    IValue number(double number) {
        return closing(IValue.from(number));
    }

    IValue flag(boolean flag) {
        return closing(IValue.from(flag));
    }

    IValue list(List<IValue> elements) {
        return closing(IValue.listFrom(elements.toArray(IValue[]::new)));
    }

    IValue map(Map<String, IValue> tensors) {
        Map<String, PtNDArray> arrays = new HashMap<>();
        tensors.forEach((name, tensor) -> arrays.put(name, tensor.toTensor(manager)));
        return closing(IValue.stringMapFrom(arrays));
    }

    /** What a method answers, until the scope ends. */
    IValue call(String method, IValue... arguments) throws EngineException {
        return closing(keep(method, arguments));
    }

    /** What a method answers, for the caller to close. */
    IValue keep(String method, IValue... arguments) throws EngineException {
        try {
            return IValueUtils.runMethod(block, method, arguments);
        } catch (RuntimeException failure) {
            throw Program.failure("The model failed to " + method.replace('_', ' '), failure);
        }
    }

    /** The elements of an answer of several parts. */
    IValue[] parts(IValue tuple) {
        IValue[] parts = tuple.toIValueTuple();
        values.addAll(List.of(parts));
        return parts;
    }

    /** The bytes of a tensor on the host where they lie; as long as the tensor is there. */
    ByteBuffer memory(IValue tensor) {
        return tensor.toTensor(manager).toByteBuffer(true);
    }

    /** Copies whole numbers off the device, which waits for all that was called before. */
    long[] numbers(IValue tensor) throws EngineException {
        try {
            return tensor.toTensor(manager).toLongArray();
        } catch (RuntimeException failure) {
            throw Program.failure("The model failed", failure);
        }
    }

    /** Copies numbers off the device, likewise. */
    float[] floats(IValue tensor) throws EngineException {
        try {
            return tensor.toTensor(manager).toType(DataType.FLOAT32, false).toFloatArray();
        } catch (RuntimeException failure) {
            throw Program.failure("The model failed", failure);
        }
    }

    private IValue value(PtNDArray array) {
        return closing(IValue.from(array));
    }

    /** The same value, now the scope's to close. */
    IValue closing(IValue value) {
        values.push(value);
        return value;
    }

    @Override
    public void close() {
        values.forEach(IValue::close);
        manager.close();
    }
}
