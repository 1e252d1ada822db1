package dev.quire.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that a test starts. Neither it nor what it started outlives the test. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final Set<ProcessHandle> family = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::kill);

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts {@code java arguments...}; its output goes to {@code log}. */
    public static ChildJvm start(Path log, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start(), log);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far, standard error included. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Stream<ProcessHandle> children() {
        return process.children();
    }

    /** Its exit code, or 137 when it had to be killed after this time. */
    public int waitFor(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
        return process.waitFor();
    }

    /** As {@code kill -STOP}, or {@code -CONT} to let it go on. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** As {@code kill -9}, of this process only: what it started has to notice by itself. */
    public void killAlone() {
        remember();
        process.destroyForcibly();
    }

    /** As {@code kill -9}, of this process and all that it started. */
    public void kill() {
        remember();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
        family.forEach(member -> member.onExit().join());
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This JVM is going down: the hook runs anyway, and finds nothing to do
        }
    }

    private void remember() {
        process.descendants().forEach(family::add);
    }
}
