package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.testing.BytesInMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DrawingTest {

    /** Asks twice. */
    static final class Asking {
        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    Drawing.require();
                    System.out.println("draws");
                } catch (BrokenInstallationException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aJavaThatLacksALibraryForPicturesSaysWhichAgainAndAgain(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path java = copyOfJava(folder);
        assertThat(asked(java, folder)).containsExactly("draws", "draws");

        for (String library : List.of("awt", "lcms", "javajpeg")) {
            Path file = java.resolve("lib/lib%s.so".formatted(library));
            Path aside = Files.move(file, folder.resolve(library));
            assertThat(asked(java, folder))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .contains("a part of its installation is missing (UnsatisfiedLinkError: no %s in"
                                    .formatted(library)));
            Files.move(aside, file);
        }
        deleteLinks(java);
    }

    @Test
    void aClassThatIsMissingIsNoFailureOfTheDocument() throws IOException {
        Watch watch = new Watch();
        SourceBytes bytes = new SourceBytes(BytesInMemory.of(new byte[] {1}), 1, watch);

        assertThatThrownBy(() -> Failures.of(new NoClassDefFoundError("a/Decoder"), "Opening", watch, bytes))
                .isInstanceOf(BrokenInstallationException.class)
                .hasMessageContaining("is missing (NoClassDefFoundError: a/Decoder). No file is to blame");
    }

    /** Of links, but for what finds the rest from where it lies itself. */
    private static Path copyOfJava(Path folder) throws IOException {
        Path original = Path.of(System.getProperty("java.home")).toRealPath();
        Path copy = folder.resolve("java");
        Files.createDirectories(copy.resolve("bin"));
        Files.createDirectories(copy.resolve("lib/server"));
        try (Stream<Path> libraries = Files.list(original.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Path link = copy.resolve("lib").resolve(library.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, library);
                }
            }
        }
        Files.delete(copy.resolve("lib/libjli.so"));
        for (String file : List.of("bin/java", "lib/libjli.so", "lib/server/libjvm.so")) {
            Files.copy(original.resolve(file), copy.resolve(file));
        }
        Files.createSymbolicLink(copy.resolve("conf"), original.resolve("conf"));
        return copy;
    }

    /** JUnit would warn of each. */
    private static void deleteLinks(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private static List<String> asked(Path java, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        java.resolve("bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readAllLines(log);
    }
}
