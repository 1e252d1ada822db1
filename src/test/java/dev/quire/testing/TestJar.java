package dev.quire.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A jar of one test class, its nested ones and the interfaces of tests that it implements, to submit to a cluster. */
public final class TestJar {
    private TestJar() {}

    public static Path of(Class<?> main) throws IOException {
        return of(main, List.of());
    }

    /** Announces the class for interfaces, so that {@link java.util.ServiceLoader} finds it. */
    public static Path of(Class<?> main, List<Class<?>> services) throws IOException {
        Path classes = Path.of("target/test-classes");
        List<String> names = Stream.concat(Stream.of(main), Arrays.stream(main.getInterfaces()))
                .filter(type -> type.getPackage().equals(main.getPackage()))
                .map(Class::getSimpleName)
                .toList();
        List<Path> files;
        try (Stream<Path> siblings =
                Files.list(classes.resolve(main.getPackageName().replace('.', '/')))) {
            files = siblings.filter(
                            file -> names.contains(file.getFileName().toString().replaceFirst("(\\$.*)?\\.class$", "")))
                    .sorted()
                    .toList();
        }
        Path jar = Path.of("target", main.getSimpleName() + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
            for (Class<?> service : services) {
                out.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
                out.write(main.getName().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return jar;
    }
}
