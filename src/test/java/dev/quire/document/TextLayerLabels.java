package dev.quire.document;

import dev.quire.testing.FileOnDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Pages of the corpus of which a person said whether their text layer can stand for them, and what the check says. */
final class TextLayerLabels {

    private static final String FILE = "text-layer-labels.csv";

    /** A person's judgement about a page, and the check's. */
    record Judged(String file, int page, boolean trust, TextTrust check) {}

    private TextLayerLabels() {}

    static List<Judged> judge(Path corpus) throws IOException, DocumentException {
        List<Judged> judged = new ArrayList<>();
        for (Map.Entry<String, List<String[]>> file : byFile().entrySet()) {
            Path path = corpus.resolve(file.getKey());
            try (OpenDocument document = Documents.open(FileOnDisk.of(path), DocumentLimits.DEFAULT)) {
                for (String[] label : file.getValue()) {
                    int page = Integer.parseInt(label[1]);
                    boolean trust = label[2].equals("yes");
                    judged.add(new Judged(
                            file.getKey(), page, trust, document.textLayer(page).trust()));
                }
            }
        }
        return judged;
    }

    private static Map<String, List<String[]>> byFile() throws IOException {
        Map<String, List<String[]>> byFile = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(TextLayerLabels.class.getResourceAsStream(FILE)), StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(label -> byFile.computeIfAbsent(label[0], file -> new ArrayList<>())
                            .add(label));
        }
        return byFile;
    }
}
