package dev.quire.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real S3 server, S3Proxy in a process of its own over a folder, and a {@link CountingProxy} in front of it. Its
 * conditional writes are atomic.
 */
public final class S3Server implements AutoCloseable {
    /** Unique in this JVM, since Hadoop caches a file system by the name of its bucket. */
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final ChildJvm server;
    private final CountingProxy proxy;

    private S3Server(Path folder, ChildJvm server, CountingProxy proxy) {
        this.folder = folder;
        this.server = server;
        this.proxy = proxy;
    }

    public static S3Server start() throws IOException, InterruptedException {
        Path jar = Path.of("target/s3proxy/s3proxy.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; ./mvnw process-test-resources fetches it");
        }
        Path folder = Files.createTempDirectory("quire-s3-");
        Path data = Files.createDirectory(folder.resolve("data"));
        URI endpoint = URI.create("http://127.0.0.1:" + FreePorts.next());
        Path settings = folder.resolve("s3proxy.properties");
        Files.writeString(settings, """
                s3proxy.endpoint=%s
                s3proxy.authorization=none
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(endpoint, data));
        ChildJvm process = ChildJvm.start(
                folder.resolve("s3proxy.log"),
                Map.of("LOG_LEVEL", "warn"),
                List.of("-Xmx256m", "-jar", jar.toString(), "--properties", settings.toString()));
        S3Server s3 = new S3Server(folder, process, CountingProxy.start(endpoint));
        try {
            s3.awaitReady(endpoint);
        } catch (IOException | InterruptedException | RuntimeException e) {
            s3.close();
            throw e;
        }
        return s3;
    }

    /** Where clients go: the proxy. */
    public URI endpoint() {
        return proxy.endpoint();
    }

    public CountingProxy proxy() {
        return proxy;
    }

    /** Creates a bucket under a name that no other test of this JVM has. */
    public String newBucket() throws IOException, InterruptedException {
        String name = "bucket-" + BUCKETS.incrementAndGet();
        createBucket(name);
        return name;
    }

    public void createBucket(String name) throws IOException, InterruptedException {
        put("/" + name, BodyPublishers.noBody());
    }

    /** Puts every file below a folder; returns how many. */
    public int upload(Path from, String bucket, String prefix) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            put(bucket, prefix + from.relativize(file), BodyPublishers.ofFile(file));
        }
        return files.size();
    }

    public void put(String bucket, String key, byte[] content) throws IOException, InterruptedException {
        put(bucket, key, BodyPublishers.ofByteArray(content));
    }

    public void delete(String bucket, String key) throws IOException, InterruptedException {
        URI object = endpoint().resolve("/" + bucket + "/" + key);
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(object).DELETE().build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("DELETE %s: %d".formatted(object, response.statusCode()));
        }
    }

    /** The {@code fs.s3a.} settings of this server; Spark wants {@code spark.hadoop.} before each. */
    public Map<String, String> settings() {
        return Map.of(
                "fs.s3a.endpoint", endpoint().toString(),
                "fs.s3a.endpoint.region", "us-east-1",
                "fs.s3a.path.style.access", "true",
                "fs.s3a.connection.ssl.enabled", "false",
                "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                "fs.s3a.access.key", "test-access",
                "fs.s3a.secret.key", "test-secret",
                "fs.s3a.input.stream.type", "classic");
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void put(String bucket, String key, BodyPublisher body) throws IOException, InterruptedException {
        put("/" + bucket + "/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20"), body);
    }

    private void put(String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint().resolve(path)).PUT(body).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("PUT %s: %d %s".formatted(path, response.statusCode(), response.body()));
        }
    }

    private void awaitReady(URI server) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            try {
                client.send(HttpRequest.newBuilder(server).build(), BodyHandlers.discarding());
                return;
            } catch (ConnectException e) {
                if (!this.server.isAlive()) {
                    break;
                }
                Thread.sleep(100);
            }
        }
        throw new IOException("S3Proxy did not start:\n" + this.server.output());
    }
}
