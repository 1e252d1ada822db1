package dev.quire.document;

import javax.imageio.ImageIO;

/** What PDFBox and Java's imaging are told once per process. */
final class RenderSettings {

    private RenderSettings() {}

    static void apply() {
        set("java.awt.headless", "true");
        // Colour conversion by the JVM's profiles takes a lock for each pixel row and is slower
        set("org.apache.pdfbox.rendering.UsePureJavaCMYKConversion", "true");
        // One cell of a pattern then takes 90 MB at most
        set("pdfbox.rendering.tilingpaint.maxedge", "1700");
        ImageIO.setUseCache(false);
        scanForDecoders();
    }

    /** The decoders of JPEG 2000 and JBIG2 lie beside this class, which a cluster's class loaders may hide. */
    private static void scanForDecoders() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(RenderSettings.class.getClassLoader());
        try {
            ImageIO.scanForPlugins();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void set(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
