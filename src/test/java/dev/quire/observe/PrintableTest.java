package dev.quire.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void aNameCannotCommandTheTerminal() {
        assertThat(Printable.of("a\u001b[2J\u001b]0;title\u0007.pdf")).isEqualTo("a\ufffd[2J\ufffd]0;title\ufffd.pdf");
        assertThat(Printable.of("b\u009b31m\r.pdf")).isEqualTo("b\ufffd31m\ufffd.pdf");
        assertThat(Printable.of("fdp.\u202efdp.exe")).isEqualTo("fdp.\ufffdfdp.exe");
    }

    @Test
    void anHonestNameStaysAsItIs() {
        assertThat(Printable.of("采购合同 №5, Größe\tAB\n")).isEqualTo("采购合同 №5, Größe\tAB\n");
    }
}
