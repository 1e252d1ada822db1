package dev.quire.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Stands before an S3 server, keeps a record of every request, and fails those that a test wants to fail. */
public final class CountingProxy implements AutoCloseable {

    /** What S3 is asked to do. */
    public enum Kind {
        LIST,
        HEAD,
        GET,
        PUT,
        COPY,
        DELETE,
        MULTIPART;

        private static Kind of(HttpExchange exchange) {
            URI uri = exchange.getRequestURI();
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            boolean hasKey = uri.getRawPath().indexOf('/', 1) > 0
                    && !uri.getRawPath()
                            .substring(uri.getRawPath().indexOf('/', 1))
                            .equals("/");
            return switch (exchange.getRequestMethod()) {
                case "HEAD" -> HEAD;
                case "DELETE" -> query.contains("uploadId=") ? MULTIPART : DELETE;
                case "POST" -> query.startsWith("delete") ? DELETE : MULTIPART;
                case "PUT" ->
                    query.contains("uploadId=")
                            ? MULTIPART
                            : exchange.getRequestHeaders().containsKey("x-amz-copy-source") ? COPY : PUT;
                default -> hasKey ? GET : LIST;
            };
        }
    }

    /**
     * One request and its answer.
     *
     * @param path decoded, {@code /bucket/key}
     * @param range as sent, or empty
     * @param sent bytes of the request's body
     * @param received bytes of the answer's body
     */
    public record Exchange(Kind kind, String path, String range, int status, long sent, long received) {}

    /** Requests and bytes, both ways, of one kind. */
    public record Count(int requests, long bytes) {
        private Count plus(Exchange exchange) {
            return new Count(requests + 1, bytes + exchange.sent() + exchange.received());
        }
    }

    /** How a request fails. */
    public sealed interface Fault {
        /** An error status without reaching the server: 500, 503. */
        record Status(int code) implements Fault {}

        /** An error as S3 words it, without reaching the server: 503 SlowDown, 400 ExpiredToken. */
        record Refusal(int code, String name) implements Fault {}

        /** The connection ends before the server is reached. */
        record Reset() implements Fault {}

        /** The server does what it is asked, and the connection ends before it can say so. */
        record LostAnswer() implements Fault {}

        /** Something happens just before the server is asked, which then does as always. */
        record Hook(Runnable action) implements Fault {}

        /** Conditions are not passed on, as by a server that does not know them. */
        record Unconditional() implements Fault {}

        /** The answer comes this much later. */
        record Stall(Duration time) implements Fault {}

        /** The connection is cut in the middle of the answer's body. */
        record CutOff() implements Fault {}
    }

    private record Rule(Predicate<Exchange> which, AtomicInteger times, Fault fault) {}

    /** The client sets these itself. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "counting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final URI target;
    private final HttpServer server;

    private CountingProxy(URI target, HttpServer server) {
        this.target = target;
        this.server = server;
    }

    static CountingProxy start(URI target) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountingProxy proxy = new CountingProxy(target, server);
        server.createContext("/", proxy::handle);
        server.setExecutor(proxy.threads);
        server.start();
        return proxy;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All that was asked and answered since the start or the last {@link #reset}. */
    public List<Exchange> exchanges() {
        settle();
        return List.copyOf(exchanges);
    }

    /** Counts by kind of the requests whose path starts so: {@code /bucket/} or {@code /bucket/key}. */
    public Map<Kind, Count> counts(String pathPrefix) {
        Map<Kind, Count> counts = new EnumMap<>(Kind.class);
        for (Exchange exchange : exchanges()) {
            if (exchange.path().startsWith(pathPrefix)) {
                counts.put(
                        exchange.kind(),
                        counts.getOrDefault(exchange.kind(), new Count(0, 0)).plus(exchange));
            }
        }
        return counts;
    }

    /** Forgets what was counted. */
    public void reset() {
        settle();
        exchanges.clear();
    }

    /** Fails the next so many requests that match; status and received bytes of what is tested are still 0. */
    public void fail(int times, Fault fault, Predicate<Exchange> which) {
        rules.add(new Rule(which, new AtomicInteger(times), fault));
    }

    /** Forgets all faults that are still to come. */
    public void heal() {
        rules.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A client has its answer a moment before the proxy has written it down. */
    private void settle() {
        try {
            for (int i = 0; i < 200 && inFlight.get() > 0; i++) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        inFlight.incrementAndGet();
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            Exchange asked = new Exchange(
                    Kind.of(exchange),
                    exchange.getRequestURI().getPath(),
                    range == null ? "" : range,
                    0,
                    Math.max(0, contentLength(exchange)),
                    0);
            Fault fault = faultFor(asked);
            int status = 0;
            AtomicLong received = new AtomicLong();
            try {
                if (fault instanceof Fault.Status failure) {
                    status = failure.code();
                    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                    exchange.sendResponseHeaders(status, -1);
                    return;
                }
                if (fault instanceof Fault.Refusal refusal) {
                    status = refusal.code();
                    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                    refuse(exchange, refusal);
                    return;
                }
                if (fault instanceof Fault.Reset) {
                    return;
                }
                if (fault instanceof Fault.Hook hook) {
                    hook.action().run();
                }
                if (fault instanceof Fault.Stall stall) {
                    Thread.sleep(stall.time().toMillis());
                }
                HttpResponse<InputStream> answer = client.send(
                        forward(exchange, !(fault instanceof Fault.Unconditional)), BodyHandlers.ofInputStream());
                status = answer.statusCode();
                if (fault instanceof Fault.LostAnswer) {
                    answer.body().close();
                    return;
                }
                reply(exchange, answer, fault instanceof Fault.CutOff, received);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchanges.add(
                        new Exchange(asked.kind(), asked.path(), asked.range(), status, asked.sent(), received.get()));
            }
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Fault faultFor(Exchange asked) {
        for (Rule rule : rules) {
            if (rule.which().test(asked) && rule.times().getAndDecrement() > 0) {
                return rule.fault();
            }
        }
        return null;
    }

    private static void refuse(HttpExchange exchange, Fault.Refusal refusal) throws IOException {
        byte[] body = "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>By a test</Message></Error>"
                .formatted(refusal.name())
                .getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(refusal.code(), head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private HttpRequest forward(HttpExchange exchange, boolean conditions) {
        long length = contentLength(exchange);
        BodyPublisher body = length <= 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(exchange::getRequestBody), length);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(target + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), body);
        exchange.getRequestHeaders().forEach((name, values) -> {
            boolean condition = name.toLowerCase(Locale.ROOT).startsWith("if-");
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && (conditions || !condition)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void reply(
            HttpExchange exchange, HttpResponse<InputStream> answer, boolean cutOff, AtomicLong received)
            throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
        answer.headers().map().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name) || (head && name.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        try (InputStream body = answer.body()) {
            if (head || length == 0 || answer.statusCode() == 204 || answer.statusCode() == 304) {
                exchange.sendResponseHeaders(answer.statusCode(), -1);
                return;
            }
            exchange.sendResponseHeaders(answer.statusCode(), Math.max(0, length));
            long limit = cutOff ? Math.max(0, length / 2) : Long.MAX_VALUE;
            copy(body, exchange.getResponseBody(), limit, received);
        }
    }

    /** Counts as it goes: a client may hang up at any time. */
    private static void copy(InputStream from, OutputStream to, long limit, AtomicLong copied) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (copied.get() < limit) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, limit - copied.get()));
            if (read < 0) {
                break;
            }
            to.write(buffer, 0, read);
            copied.addAndGet(read);
        }
        to.flush();
    }

    private static long contentLength(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }
}
