package dev.quire.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quire.config.QuireConfig;
import dev.quire.config.WebhookConfig;
import dev.quire.source.Callbacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifierTest {

    private static final String KEY = "a key of the receiver";

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer server;

    private record Message(String path, String signature, String body) {}

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().toString();
        messages.add(new Message(path, exchange.getRequestHeaders().getFirst("Quire-Signature"), body));
        int status = path.startsWith("/status/") ? Integer.parseInt(path.substring(8)) : 200;
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : status, -1);
        exchange.close();
    }

    private String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    private WebhookConfig config(String path, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "spark.quire.webhook.url",
                "http://" + host() + path,
                "spark.quire.webhook.hosts",
                host(),
                "spark.quire.webhook.secret",
                KEY,
                "spark.quire.webhook.loopback",
                "allow",
                "spark.quire.webhook.time",
                "5s"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("spark.quire.webhook." + more[i], more[i + 1]);
        }
        return QuireConfig.from(settings).webhook();
    }

    private Notifier.Count tell(WebhookConfig config, Notice... notices) throws InterruptedException {
        return tell(config, List.of(notices).iterator());
    }

    private Notifier.Count tell(WebhookConfig config, Iterator<Notice> notices) throws InterruptedException {
        Callbacks callbacks = new Callbacks(Map.of("own", "http://" + host() + "/own?token=4711"));
        try (Notifier notifier = new Notifier(callbacks, config, told::add)) {
            notifier.tell(notices);
            return notifier.finish();
        }
    }

    private static Notice notice(String documentId) {
        return new Notice("run", documentId, "file:/in/a \"b\".pdf", "PARTIAL", 3, 2, 1);
    }

    @Test
    void eachDocumentIsToldOnceAndSigned() throws Exception {
        Notifier.Count count = tell(config("/all"), notice("own"), notice("other"));

        assertThat(count).isEqualTo(new Notifier.Count(2, 0));
        assertThat(messages).extracting(Message::path).containsExactlyInAnyOrder("/own?token=4711", "/all");
        for (Message message : messages) {
            assertThat(message.body())
                    .startsWith("{\"run_id\":\"run\",\"document_id\":\"o")
                    .endsWith("\"path\":\"file:/in/a \\\"b\\\".pdf\",\"status\":\"PARTIAL\","
                            + "\"pages\":3,\"pages_ok\":2,\"pages_failed\":1}");
            String[] parts = message.signature().split("t=|,v1=", -1);
            assertThat(Long.parseLong(parts[1])).isCloseTo(System.currentTimeMillis() / 1000, Offset.offset(60L));
            assertThat(parts[2]).isEqualTo(hmac(parts[1] + "." + message.body()));
        }
        assertThat(told).isEmpty();
    }

    private static String hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aHostThatIsBusyIsTriedAgainAndOneThatRefusesIsNot() throws InterruptedException {
        refusals.set(1);
        assertThat(tell(config("/busy"), notice("a"))).isEqualTo(new Notifier.Count(1, 0));
        assertThat(messages).hasSize(2);

        messages.clear();
        assertThat(tell(config("/status/410"), notice("a"))).isEqualTo(new Notifier.Count(0, 1));
        assertThat(messages).hasSize(1);
        assertThat(told).singleElement().asString().contains("the host answered 410");
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        assertThat(tell(config("/status/302"), notice("a"))).isEqualTo(new Notifier.Count(0, 1));
        assertThat(messages).extracting(Message::path).containsExactly("/status/302");
    }

    @Test
    void withoutLeaveNothingGoesToThisMachine() throws InterruptedException {
        WebhookConfig allowed = config("/all");
        WebhookConfig refused = new WebhookConfig(
                allowed.url(),
                allowed.hosts(),
                allowed.secret(),
                WebhookConfig.Loopback.REFUSE,
                allowed.time(),
                1,
                allowed.delay());

        assertThat(tell(refused, notice("a"))).isEqualTo(new Notifier.Count(0, 1));
        assertThat(messages).isEmpty();
        assertThat(told).singleElement().asString().contains("not public").doesNotContain("/all");
    }

    @Test
    void aHostThatNeverAnswersDelaysTheRunNoLongerThanItMay() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String host = "localhost:" + silent.getLocalPort();
            WebhookConfig config =
                    config("/", "url", "http://" + host + "/", "hosts", host, "attempts", "10", "delay", "1s");
            long start = System.nanoTime();

            Notifier.Count count = tell(
                    config,
                    IntStream.range(0, 5_000)
                            .mapToObj(number -> notice("document " + number))
                            .iterator());

            assertThat(count).isEqualTo(new Notifier.Count(0, 5_000));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void anAnswerThatDripsIsCutOff() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread dripping = new Thread(() -> drip(slow));
            dripping.setDaemon(true);
            dripping.start();
            String host = "localhost:" + slow.getLocalPort();
            WebhookConfig config =
                    config("/", "url", "http://" + host + "/", "hosts", host, "attempts", "1", "time", "500ms");

            assertThat(tell(config, notice("a"))).isEqualTo(new Notifier.Count(0, 1));
            assertThat(told).singleElement().asString().contains("no answer within 500 ms");
        }
    }

    private static void drip(ServerSocket server) {
        try (var socket = server.accept()) {
            for (int i = 0; i < 200; i++) {
                socket.getOutputStream().write('H');
                Thread.sleep(50);
            }
        } catch (IOException e) {
            // The other side has had enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void privateAddressesAreNotPublicInWhateverForm() {
        List<String> inside = List.of(
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "192.0.0.192",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001:0:a00:1::1",
                "ff02::1");
        assertThat(inside).noneMatch(NotifierTest::isPublic);
        assertThat(List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "172.32.0.1"))
                .allMatch(NotifierTest::isPublic);
    }

    private static boolean isPublic(String address) {
        try {
            return PublicAddress.isPublic(InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
