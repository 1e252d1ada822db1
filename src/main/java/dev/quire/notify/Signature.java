package dev.quire.notify;

import dev.quire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over the time and the message, so that neither an altered message nor an old one passes for a new one. */
record Signature(Secret secret) {

    static final String HEADER = "Quire-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    /** The header's value: {@code t=SECONDS,v1=HEX}, where HEX is of {@code SECONDS.BODY}. */
    String of(long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] sum = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=%d,v1=%s".formatted(seconds, HexFormat.of().formatHex(sum));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
