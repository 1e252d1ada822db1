package dev.quire.config;

import java.io.Serializable;

/**
 * What engines that load a model of the user's are told.
 *
 * @param model the folder of the model, empty where none is named
 * @param pages the most that are written at once on a device
 */
public record EngineConfig(String model, Prompt prompt, int pages, Cpu cpu) implements Serializable {

    /** What the model is asked for. */
    public enum Prompt {
        MARKDOWN,
        FREE_OCR
    }

    /** Whether a model made for GPUs may run without one. */
    public enum Cpu {
        REFUSE,
        ALLOW
    }
}
