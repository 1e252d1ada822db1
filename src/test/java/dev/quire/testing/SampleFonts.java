package dev.quire.testing;

import dev.quire.testing.SamplePaper.Style;
import java.io.IOException;
import java.nio.file.Path;

/** The faces of the samples, from Debian's fonts-liberation2 and fonts-lxgw-wenkai (both SIL Open Font License). */
record SampleFonts(Path latin, Path chinese) {

    Style serif(SamplePaper paper, float size) throws IOException {
        return paper.style(latin.resolve("LiberationSerif-Regular.ttf"), size);
    }

    Style serifBold(SamplePaper paper, float size) throws IOException {
        return paper.style(latin.resolve("LiberationSerif-Bold.ttf"), size);
    }

    Style sans(SamplePaper paper, float size) throws IOException {
        return paper.style(latin.resolve("LiberationSans-Regular.ttf"), size);
    }

    Style sansBold(SamplePaper paper, float size) throws IOException {
        return paper.style(latin.resolve("LiberationSans-Bold.ttf"), size);
    }

    Style mono(SamplePaper paper, float size) throws IOException {
        return paper.style(latin.resolve("LiberationMono-Regular.ttf"), size);
    }

    Style kai(SamplePaper paper, float size) throws IOException {
        return paper.style(chinese.resolve("LXGWWenKai-Regular.ttf"), size);
    }
}
