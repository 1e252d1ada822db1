package dev.quire.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Damaged copies of the PDFs and images of some folders: the n-th of a seed is always the same. */
public final class Mutants {

    private static final List<String> READ = List.of(".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp");
    /** Of files that are broken as they are, PDFBox cannot be asked for a copy. */
    private static final Path BAD = Path.of("bad");

    private static final Mutation[] ALL = Mutation.values();

    private final long seed;
    private final List<Path> originals;
    private final List<byte[]> contents = new ArrayList<>();
    private final byte[][] plain;

    /**
     * Of the files in these folders, at any depth.
     *
     * @param mostBytes larger files are left out
     */
    public Mutants(long seed, long mostBytes, List<Path> folders) {
        this.seed = seed;
        this.originals = folders.stream()
                .flatMap(Mutants::files)
                .filter(file -> size(file) <= mostBytes)
                .sorted()
                .toList();
        originals.forEach(original -> contents.add(bytes(original)));
        this.plain = new byte[originals.size()][];
    }

    /** A damaged copy of a file. */
    public static final class Mutant {
        private final Path original;
        private final byte[] bytes;
        private final List<Mutation> damage;

        private Mutant(Path original, byte[] bytes, List<Mutation> damage) {
            this.original = original;
            this.bytes = bytes;
            this.damage = damage;
        }

        public Path original() {
            return original;
        }

        public byte[] bytes() {
            return bytes;
        }

        /** What was done to the original, in order. */
        public List<Mutation> damage() {
            return damage;
        }
    }

    public Mutant mutant(long number) {
        RandomGenerator random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + number);
        random.nextLong();
        int index = random.nextInt(originals.size());
        byte[] file = random.nextInt(3) > 0 ? plain(index) : contents.get(index);
        byte[] other = contents.get(random.nextInt(contents.size()));
        List<Mutation> damage = new ArrayList<>();
        int count = 1 + Integer.numberOfTrailingZeros(random.nextInt() | 1 << 3);
        for (int i = 0; i < count; i++) {
            Mutation mutation = one(Mutation.isPdf(file), random);
            file = mutation.damage(file, other, random);
            damage.add(mutation);
        }
        return new Mutant(originals.get(index), file, damage);
    }

    private static Mutation one(boolean pdf, RandomGenerator random) {
        Mutation mutation = ALL[random.nextInt(ALL.length)];
        while (mutation.knowsPdf() && !pdf) {
            mutation = ALL[random.nextInt(ALL.length)];
        }
        return mutation;
    }

    /** The same PDF with its objects and contents legible, so that damage gets at them. */
    private byte[] plain(int index) {
        if (plain[index] == null) {
            boolean pdf = Mutation.isPdf(contents.get(index));
            boolean bad = BAD.equals(originals.get(index).getParent().getFileName());
            plain[index] = pdf && !bad ? uncompressed(contents.get(index)) : contents.get(index);
        }
        return plain[index];
    }

    private static byte[] uncompressed(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf);
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.setAllSecurityToBeRemoved(true);
            COSDocument objects = document.getDocument();
            for (COSObjectKey key : List.copyOf(objects.getXrefTable().keySet())) {
                inflate(objects.getObjectFromPool(key).getObject());
            }
            document.save(out, CompressParameters.NO_COMPRESSION);
            return out.toByteArray();
        } catch (IOException e) {
            return pdf;
        }
    }

    private static void inflate(COSBase object) throws IOException {
        if (object instanceof COSStream stream && COSName.FLATE_DECODE.equals(stream.getFilters())) {
            byte[] content;
            try (var decoded = stream.createInputStream()) {
                content = decoded.readAllBytes();
            }
            stream.removeItem(COSName.DECODE_PARMS);
            try (OutputStream raw = stream.createOutputStream()) {
                raw.write(content);
            }
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Mutants::isRead).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRead(Path file) {
        return READ.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "%,d originals, %,d bytes"
                .formatted(
                        originals.size(),
                        contents.stream().mapToLong(bytes -> bytes.length).sum());
    }
}
