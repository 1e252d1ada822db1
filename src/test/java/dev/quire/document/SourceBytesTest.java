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

    private static final int LENGTH = 2 * SourceBytes.BLOCK + 1234;

    private final byte[] content = new byte[LENGTH];
    private final BytesInMemory file = BytesInMemory.of(content);

    SourceBytesTest() {
        new Random(1).nextBytes(content);
    }

    private SourceBytes bytes(long wholeFileBytes) {
        return new SourceBytes(file, wholeFileBytes, new Watch());
    }

    @Test
    void a_small_file_is_read_once() throws IOException {
        SourceBytes bytes = bytes(LENGTH);
        for (int position = LENGTH - 1; position >= 0; position -= 100_000) {
            bytes.seek(position);
            assertThat(bytes.read()).isEqualTo(content[position] & 0xff);
        }
        assertThat(file.reads()).isEqualTo(1);
    }

    @Test
    void a_large_file_is_read_in_blocks_and_each_of_them_once() throws IOException {
        SourceBytes bytes = bytes(LENGTH - 1);
        byte[] all = new byte[LENGTH];
        for (int round = 0; round < 3; round++) {
            bytes.seek(0);
            bytes.readFully(all);
            assertThat(all).isEqualTo(content);
        }
        assertThat(file.reads()).isEqualTo(3);
    }

    @Test
    void a_read_over_a_block_border_gives_what_is_in_the_block() throws IOException {
        SourceBytes bytes = bytes(0);
        bytes.seek(SourceBytes.BLOCK - 10);
        byte[] some = new byte[100];
        assertThat(bytes.read(some, 0, 100)).isEqualTo(10);
        assertThat(bytes.read(some, 10, 90)).isEqualTo(90);
        assertThat(some).isEqualTo(Arrays.copyOfRange(content, SourceBytes.BLOCK - 10, SourceBytes.BLOCK + 90));
    }

    @Test
    void past_the_end_there_is_nothing() throws IOException {
        SourceBytes bytes = bytes(LENGTH);
        bytes.seek(LENGTH + 5L);
        assertThat(bytes.read()).isEqualTo(-1);
        assertThat(bytes.read(new byte[3], 0, 3)).isEqualTo(-1);
        assertThat(bytes.isEOF()).isTrue();
        assertThatThrownBy(() -> bytes.readFully(new byte[1])).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> bytes.seek(-1)).hasMessage("Position -1 (expected: 0 or more)");
    }

    @Test
    void a_view_is_a_part_of_the_file() throws IOException {
        SourceBytes bytes = bytes(LENGTH);
        byte[] some = new byte[10];
        bytes.createView(1000, 10).readFully(some);
        assertThat(some).isEqualTo(Arrays.copyOfRange(content, 1000, 1010));
    }

    @Test
    void a_failure_is_remembered_whatever_the_parser_makes_of_it() {
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
