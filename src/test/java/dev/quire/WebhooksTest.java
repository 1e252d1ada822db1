package dev.quire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quire.observe.RunReport;
import dev.quire.observe.Summary;
import dev.quire.testing.APdf;
import dev.quire.testing.LocalSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that tells a real server of its documents, as the receiver sees it. */
@ExtendWith(LocalSpark.class)
class WebhooksTest {

    private static final String KEY = "a key that both sides know";
    private static final Duration OLDEST = Duration.ofMinutes(5);

    private final SparkSession spark;
    private final Path folder;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    /** Within the network, and of no concern to a webhook. */
    private final List<String> reachedInside = new CopyOnWriteArrayList<>();

    private HttpServer receiver;
    private HttpServer inside;

    WebhooksTest(SparkSession spark, @TempDir Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private record Message(String path, String signature, String body) {

        /** What docs/operations.md asks a receiver to do. */
        boolean isGenuine(Instant now) throws GeneralSecurityException {
            long time = Long.parseLong(signature.substring(2, signature.indexOf(',')));
            byte[] sum = HexFormat.of().parseHex(signature.substring(signature.indexOf("v1=") + 3));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            boolean fresh = Duration.between(Instant.ofEpochSecond(time), now).compareTo(OLDEST) < 0;
            return fresh && MessageDigest.isEqual(sum, expected);
        }
    }

    @BeforeEach
    void startServers() throws IOException {
        inside = server(exchange -> {
            reachedInside.add(exchange.getRequestURI().toString());
            answer(exchange, 200);
        });
        receiver = server(this::take);
    }

    @AfterEach
    void stopServers() {
        receiver.stop(0);
        inside.stop(0);
    }

    private static HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private void take(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        messages.add(new Message(
                path,
                exchange.getRequestHeaders().getFirst("Quire-Signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.getResponseHeaders()
                .add("Location", "http://127.0.0.1:" + inside.getAddress().getPort() + "/admin");
        answer(exchange, Map.of("/moved", 302, "/busy", 503).getOrDefault(path, 200));
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Test
    void aReceiverBelievesWhatItIsToldAndNothingElseIsReached() throws Exception {
        Path input = Files.createDirectory(folder.resolve("in"));
        String host = "localhost:" + receiver.getAddress().getPort();
        StringBuilder manifest = new StringBuilder("path,callback\n");
        for (String name : List.of("taken", "moved", "busy")) {
            Path file = Files.write(input.resolve(name + ".pdf"), APdf.withPages("A page of text."));
            manifest.append("%s,http://%s/%s\n".formatted(file, host, name));
        }
        Files.write(input.resolve("untold.pdf"), APdf.withPages("Nobody asked to be told of this one."));

        RunReport report = new TestJob(spark, folder.resolve("out").toString())
                .run(
                        Map.of(
                                "spark.quire.source.manifest",
                                Files.writeString(folder.resolve("manifest.csv"), manifest)
                                        .toString(),
                                "spark.quire.webhook.hosts",
                                host,
                                "spark.quire.webhook.loopback",
                                "allow",
                                "spark.quire.webhook.secret",
                                KEY,
                                "spark.quire.webhook.attempts",
                                "3"),
                        input.toString())
                .orElseThrow();

        assertThat(messages)
                .extracting(Message::path)
                .containsExactlyInAnyOrder("/taken", "/moved", "/busy", "/busy", "/busy");
        assertThat(reachedInside).isEmpty();
        for (Message message : messages) {
            assertThat(message.isGenuine(Instant.now())).isTrue();
            assertThat(message.isGenuine(Instant.now().plus(OLDEST))).isFalse();
            assertThat(new Message("", message.signature(), message.body().replace("COMPLETE", "FAILED"))
                            .isGenuine(Instant.now()))
                    .isFalse();
            JsonNode json = new ObjectMapper().readTree(message.body());
            assertThat(json.get("path").asText()).endsWith(message.path() + ".pdf");
            assertThat(json.get("run_id").asText()).isEqualTo(report.runId());
            assertThat(json.get("pages_ok").asInt()).isEqualTo(1);
        }
        assertThat(report.webhooks()).isEqualTo(new RunReport.Webhooks(1, 2));
        assertThat(Summary.of(report, "out"))
                .contains("webhooks   1 sent, 2 failed")
                .doesNotContain(KEY);
    }
}
