package dev.quire.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may be told that a document has landed, and how.
 *
 * @param url for documents of which the manifest names none; empty for no message
 * @param hosts that may be told: by name for port 443, or {@code name:port}
 * @param secret that messages are signed with
 * @param time for one try
 * @param attempts for one message
 * @param delay that all messages together may cost the run
 */
public record WebhookConfig(
        String url, Set<String> hosts, Secret secret, Loopback loopback, Duration time, int attempts, Duration delay) {

    /** Whether this machine itself may be told, and without encryption. */
    public enum Loopback {
        REFUSE,
        ALLOW
    }

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    public WebhookConfig {
        hosts = Set.copyOf(hosts);
    }

    /** Why no message may go there; empty where one may. Says nothing of the address but its host: it may be a secret. */
    public Optional<String> problem(String address) {
        URI uri;
        try {
            uri = new URI(new URI(address).toASCIIString());
        } catch (URISyntaxException e) {
            return Optional.of("is no URL");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            return Optional.of("is no URL of a host (expected: https://host/path, without a user)");
        }
        boolean plain = "http".equals(uri.getScheme()) && loopback == Loopback.ALLOW;
        if (!"https".equals(uri.getScheme()) && !plain) {
            return Optional.of("is not encrypted (expected: https://)");
        }
        if (!hosts.contains(host(uri))) {
            return Optional.of("goes to %s, which spark.quire.webhook.hosts does not name".formatted(host(uri)));
        }
        return secret.isEmpty() ? Optional.of("cannot be signed: set spark.quire.webhook.secret") : Optional.empty();
    }

    /** As {@link #hosts} names it. */
    private static String host(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return port(uri) == HTTPS_PORT ? host : host + ":" + port(uri);
    }

    /** The port of an address, named or not. */
    public static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "http".equals(uri.getScheme()) ? HTTP_PORT : HTTPS_PORT;
    }
}
