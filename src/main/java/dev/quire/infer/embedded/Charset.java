package dev.quire.infer.embedded;

import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The characters that the recognizer knows: class 0 is the blank between characters, class i the i-th character. */
record Charset(List<String> characters) {

    static final int BLANK = 0;

    Charset {
        characters = List.copyOf(characters);
    }

    /** Reads a resource beside this class: UTF-8, one character a line. */
    static Charset load(String resource) throws EngineException {
        try (InputStream file = Charset.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new FileNotFoundException(resource + " is not on the class path");
            }
            return new Charset(List.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
        } catch (IOException e) {
            throw new EngineException(ErrorClass.MODEL, "Could not load " + resource + ": " + e.getMessage(), e);
        }
    }

    String character(int ofClass) {
        return characters.get(ofClass - 1);
    }
}
