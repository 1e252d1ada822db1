package dev.quire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            */urgent/*             ; s3a://b/in/urgent/2026/a.pdf ; true
            */urgent/*             ; s3a://b/in/urgent.pdf        ; false
            s3a://b/in/?.pdf       ; s3a://b/in/x.pdf             ; true
            s3a://b/in/?.pdf       ; s3a://b/in/xy.pdf            ; false
            */a/*, *.{tif,tiff}    ; file:/in/b/scan.tiff         ; true
            */a/*, *.{tif,tiff}    ; file:/in/a/scan.pdf          ; true
            */a/*, *.{tif,tiff}    ; file:/in/b/scan.pdf          ; false
            */2026-0[1-3]/*        ; file:/in/2026-02/a.pdf       ; true
            */2026-0[!1-3]/*       ; file:/in/2026-02/a.pdf       ; false
            *(1).pdf               ; file:/in/copy (1).pdf        ; true
            *.pdf                  ; file:/in/apdf                ; false
            */neu \\[1\\]\\,*      ; file:/in/neu [1],2.pdf       ; true
            *报告*                 ; file:/in/报告 2026.pdf       ; true
            """)
    void globsMatchWholePaths(String globs, String path, boolean matches) {
        assertThat(Pattern.compile(Globs.regex(globs)).matcher(path).find()).isEqualTo(matches);
    }

    @Test
    void noGlobIsNoExpression() {
        assertThat(Globs.regex(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.[pdf", "*.{pdf", "*.pdf}", "*\\"})
    void whatIsNotClosedIsAProblem(String globs) {
        assertThatThrownBy(() -> Globs.regex(globs)).isInstanceOf(IllegalArgumentException.class);
    }
}
