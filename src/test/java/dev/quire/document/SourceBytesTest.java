package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.testing.BytesInMemory;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceBytesTest {

    private static final int LENGTH = 5 * SourceBytes.LARGEST + 1234;

    private final byte[] content = new byte[LENGTH];
    private final BytesInMemory file = BytesInMemory.of(content);

    SourceBytesTest() {
        new Random(1).nextBytes(content);
    }

    private SourceBytes bytes(long wholeFileBytes) {
        return new SourceBytes(file, wholeFileBytes, new Watch());
    }

    @Test
    void aSmallFileIsReadOnce() throws IOException {
        SourceBytes bytes = bytes(LENGTH);
        for (int position = LENGTH - 1; position >= 0; position -= 100_000) {
            bytes.seek(position);
            assertThat(bytes.read()).isEqualTo(content[position] & 0xff);
        }
        assertThat(file.reads()).isEqualTo(1);
    }

    @Test
    void aLargeFileIsReadInSegmentsThatGrow() throws IOException {
        SourceBytes bytes = bytes(LENGTH - 1);
        byte[] all = new byte[LENGTH];
        bytes.readFully(all);
        assertThat(all).isEqualTo(content);
        // 256 KB, 512 KB, 1 MB, 2 MB, 4 MB, and five of at most 8 MB
        assertThat(file.reads()).isEqualTo(10);
        bytes.seek(LENGTH - 1_000_000L);
        bytes.readFully(new byte[1_000_000]);
        assertThat(file.reads()).isEqualTo(10);
    }

    @Test
    void jumpsCostLittle() throws IOException {
        SourceBytes bytes = bytes(0);
        for (int round = 0; round < 2; round++) {
            for (int position = LENGTH - 1; position >= 0; position -= SourceBytes.LARGEST) {
                bytes.seek(position);
                assertThat(bytes.read()).isEqualTo(content[position] & 0xff);
            }
        }
        assertThat(file.reads()).isEqualTo(6);
        assertThat(file.bytesRead()).isLessThan(6L * SourceBytes.SMALLEST);
    }

    @Test
    void anyOrderOfReadsGivesWhatTheFileHolds() throws IOException {
        SourceBytes bytes = bytes(0);
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            int start = random.nextInt(LENGTH);
            byte[] some = new byte[Math.min(LENGTH - start, 1 + random.nextInt(i % 10 == 0 ? 3_000_000 : 3_000))];
            bytes.seek(start);
            bytes.readFully(some);
            assertThat(some).isEqualTo(Arrays.copyOfRange(content, start, start + some.length));
        }
    }

    @Test
    void pastTheEndThereIsNothing() throws IOException {
        SourceBytes bytes = bytes(LENGTH);
        bytes.seek(LENGTH + 5L);
        assertThat(bytes.read()).isEqualTo(-1);
        assertThat(bytes.read(new byte[3], 0, 3)).isEqualTo(-1);
        assertThat(bytes.isEOF()).isTrue();
        assertThatThrownBy(() -> bytes.readFully(new byte[1])).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> bytes.seek(-1)).hasMessage("Position -1 (expected: 0 or more)");
    }

    @Test
    void aViewIsAPartOfTheFile() throws IOException {
        SourceBytes bytes = bytes(LENGTH);
        byte[] some = new byte[10];
        bytes.createView(1000, 10).readFully(some);
        assertThat(some).isEqualTo(Arrays.copyOfRange(content, 1000, 1010));
    }

    @Test
    void aFailureIsRememberedWhateverTheParserMakesOfIt() {
        SourceBytes bytes = new SourceBytes(new Shrunk(file), LENGTH * 2L, new Watch());
        assertThatThrownBy(bytes::read).isInstanceOf(EOFException.class);
        assertThat(bytes.failure()).isInstanceOf(EOFException.class);
    }

    /** A file that was replaced by a shorter one after it was listed. */
    private record Shrunk(BytesInMemory file) implements ByteSource {

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long length() {
            return file.length() + 1;
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            file.readFully(position, buffer, offset, length);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
