package dev.quire.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "none", textBlock = """
            /in/a b%20.pdf      ; file:///         ; file:/in/a b%20.pdf
            file:/in/a.pdf      ; file:///         ; file:/in/a.pdf
            file:///in//a.pdf   ; file:///         ; file:/in/a.pdf
            file:///in/a.pdf    ; hdfs://name:8020 ; file:/in/a.pdf
            s3a://b/in/a.pdf    ; file:///         ; s3a://b/in/a.pdf
            /in/a.pdf           ; hdfs://name:8020 ; hdfs://name:8020/in/a.pdf
            in/报告 #1.pdf       ; file:///         ; file:/home/in/报告 #1.pdf
            none                ; file:///         ; none
            ' '                 ; file:///         ; none
            no:scheme           ; file:///         ; none
            """)
    void aPathIsWrittenAsSparkListsIt(String given, String store, String listed) {
        assertThat(new ListedPath(store, "/home").call(given)).isEqualTo(listed);
    }
}
