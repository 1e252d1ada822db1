package dev.quire.notify;

import dev.quire.config.WebhookConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP request to an address that was looked up before. Java's own clients look a host up themselves when they
 * connect, and what was checked would not be what is connected to.
 *
 * @param clock ends what takes too long
 */
record Post(Duration limit, ScheduledExecutorService clock) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final int LONGEST_STATUS_LINE = 256;

    /** The status code of the answer, of which nothing else is read: a redirect is not followed. */
    int send(URI uri, InetAddress address, String signature, String body) throws IOException {
        try (Socket plain = new Socket(Proxy.NO_PROXY)) {
            ScheduledFuture<?> end = clock.schedule(() -> close(plain), limit.toMillis(), TimeUnit.MILLISECONDS);
            try {
                plain.connect(new InetSocketAddress(address, WebhookConfig.port(uri)), (int) limit.toMillis());
                Socket socket = "https".equals(uri.getScheme()) ? encrypted(plain, uri) : plain;
                socket.getOutputStream().write(request(uri, signature, body));
                socket.getOutputStream().flush();
                return status(socket.getInputStream());
            } catch (IOException e) {
                throw plain.isClosed() ? new IOException("no answer within %d ms".formatted(limit.toMillis()), e) : e;
            } finally {
                end.cancel(false);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // What cannot be closed is closed by its own end
        }
    }

    /** The certificate has to be that of the host's name. */
    private static Socket encrypted(Socket plain, URI uri) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, uri.getHost(), WebhookConfig.port(uri), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] request(URI uri, String signature, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String head = String.join(
                "\r\n",
                "POST %s%s HTTP/1.1".formatted(path, query),
                "Host: " + uri.getHost() + port,
                "User-Agent: Quire",
                "Content-Type: application/json",
                "Content-Length: " + content.length,
                Signature.HEADER + ": " + signature,
                "Connection: close",
                "",
                "");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(content);
        return request.toByteArray();
    }

    private static int status(InputStream answer) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answer.read(); next >= 0 && next != '\n' && line.length() < LONGEST_STATUS_LINE; ) {
            line.append((char) next);
            next = answer.read();
        }
        Matcher status = STATUS.matcher(line.toString().stripTrailing());
        if (!status.matches()) {
            throw new IOException("the answer is no HTTP");
        }
        return Integer.parseInt(status.group(1));
    }
}
