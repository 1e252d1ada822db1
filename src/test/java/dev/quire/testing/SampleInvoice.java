package dev.quire.testing;

import dev.quire.testing.SamplePaper.Frame;
import dev.quire.testing.SamplePaper.Style;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One page with a ruled table, totals, value added tax and bank details. */
record SampleInvoice(SampleFonts fonts) {
    private static final float MARGIN = 56;
    private static final float RIGHT = SamplePaper.WIDTH - MARGIN;
    private static final float ROW = 22;
    private static final float[] COLUMNS = {MARGIN, 84, 318, 362, 400, 470, RIGHT};
    private static final List<String> HEADS = List.of("Pos.", "Description", "Qty", "Unit", "Unit price", "Amount");

    private record Item(String description, int quantity, String unit, String price) {
        BigDecimal amount() {
            return new BigDecimal(price).multiply(BigDecimal.valueOf(quantity));
        }
    }

    private static final List<Item> ITEMS = List.of(
            new Item("Centrifugal pump HP-220, 22 kW, DN 150", 4, "pc", "6480.00"),
            new Item("Seal kit SK-22, silicon carbide", 8, "set", "312.50"),
            new Item("Vibration sensor VS-3 with 5 m cable", 8, "pc", "189.90"),
            new Item("Impeller 220 mm, bronze (spare)", 2, "pc", "874.25"),
            new Item("Base frame BF-2, galvanised", 4, "pc", "415.00"),
            new Item("Commissioning on site", 12, "h", "95.00"),
            new Item("Carriage, DAP Stonebeck pumping station", 1, "lot", "640.00"));

    void write(Path folder) throws IOException {
        try (SamplePaper paper =
                new SamplePaper("Invoice 2025-10482", "Halvorsen Pumps Ltd", (p, n) -> {}, this::footer)) {
            paper.newPage();
            letterhead(paper);
            float y = table(paper, 536);
            y = totals(paper, y);
            Style text = fonts.sans(paper, 10).leading(14);
            paper.flowThrough(new Frame(MARGIN, y - 14, RIGHT - MARGIN, 90));
            paper.paragraph(
                    text,
                    "Payable within 30 days of receipt, that is by 12 July 2025. For payment by 22 June 2025 we grant a"
                            + " discount of 2 %. Please quote the invoice number with your payment.");
            paper.paragraph(text, "The goods remain our property until they have been paid for in full.");
            paper.save(folder, "invoice");
        }
    }

    private void letterhead(SamplePaper paper) throws IOException {
        Style text = fonts.sans(paper, 10);
        paper.content().setNonStrokingColor(0.10f, 0.28f, 0.45f);
        paper.line(fonts.sansBold(paper, 20), MARGIN, 778, "HALVORSEN PUMPS");
        paper.content().setNonStrokingColor(0f);
        paper.line(fonts.sans(paper, 8.5f), MARGIN, 762, "Halvorsen Pumps Ltd · 14 Quay Street · Aldermere AM1 4QT");
        paper.rule(MARGIN, 754, RIGHT, 754, 1.2f);
        paper.say("");
        List<String> address = List.of(
                "Brightwater Utilities Cooperative",
                "Accounts Payable",
                "The Old Mill, Reservoir Road",
                "Stonebeck SB7 2LN");
        List<String[]> facts = List.of(
                new String[] {"Invoice no.", "2025-10482"},
                new String[] {"Date", "12 June 2025"},
                new String[] {"Order no.", "BW-4500781"},
                new String[] {"Delivery note", "D-33017"},
                new String[] {"Your contact", "Maren Oldfield"});
        float y = 716;
        for (String line : address) {
            paper.line(text, MARGIN, y, line);
            y -= 14;
        }
        paper.say("");
        y = 716;
        for (String[] fact : facts) {
            paper.put(text, 368, y, fact[0]);
            paper.putRight(text, RIGHT, y, fact[1]);
            paper.say(fact[0] + " " + fact[1]);
            y -= 14;
        }
        paper.say("");
        paper.line(fonts.sansBold(paper, 16), MARGIN, 606, "Invoice 2025-10482");
        paper.say("");
        paper.flowThrough(new Frame(MARGIN, 592, RIGHT - MARGIN, 90));
        paper.paragraph(
                text.leading(14),
                "For the goods and services delivered on 10 June 2025 under agreement FSA-2025-0417:");
    }

    private float table(SamplePaper paper, float top) throws IOException {
        paper.fill(0.88f, MARGIN, top - ROW, RIGHT - MARGIN, ROW);
        float y = top;
        row(paper, fonts.sansBold(paper, 9.5f), y, HEADS);
        for (int i = 0; i < ITEMS.size(); i++) {
            Item item = ITEMS.get(i);
            y -= ROW;
            row(
                    paper,
                    fonts.sans(paper, 9.5f),
                    y,
                    List.of(
                            String.valueOf(i + 1),
                            item.description(),
                            String.valueOf(item.quantity()),
                            item.unit(),
                            money(new BigDecimal(item.price())),
                            money(item.amount())));
        }
        float bottom = y - ROW;
        for (float rule = top; rule > bottom - 1; rule -= ROW) {
            paper.rule(MARGIN, rule, RIGHT, rule, 0.6f);
        }
        for (float column : COLUMNS) {
            paper.rule(column, top, column, bottom, 0.6f);
        }
        paper.say("");
        return bottom;
    }

    private static void row(SamplePaper paper, Style style, float top, List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            boolean number = i == 2 || i > 3;
            if (number) {
                paper.putRight(style, COLUMNS[i + 1] - 5, top - 15, cells.get(i));
            } else {
                paper.put(style, COLUMNS[i] + 5, top - 15, cells.get(i));
            }
        }
        paper.say(String.join(" ", cells));
    }

    private float totals(SamplePaper paper, float y) throws IOException {
        BigDecimal net = ITEMS.stream().map(Item::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal tax = net.multiply(new BigDecimal("0.20")).setScale(2, RoundingMode.HALF_UP);
        Style text = fonts.sans(paper, 10);
        float line = y - 20;
        total(paper, text, line, "Net amount", net);
        total(paper, text, line - 16, "VAT 20 %", tax);
        paper.rule(368, line - 23, RIGHT, line - 23, 0.6f);
        total(paper, fonts.sansBold(paper, 11), line - 37, "Total GBP", net.add(tax));
        paper.rule(368, line - 42, RIGHT, line - 42, 0.6f);
        paper.rule(368, line - 44, RIGHT, line - 44, 0.6f);
        paper.say("");
        return line - 44;
    }

    private static void total(SamplePaper paper, Style style, float y, String name, BigDecimal amount)
            throws IOException {
        paper.put(style, 368, y, name);
        paper.putRight(style, RIGHT - 5, y, money(amount));
        paper.say(name + " " + money(amount));
    }

    private static String money(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }

    private void footer(SamplePaper paper, int page) throws IOException {
        Style small = fonts.sans(paper, 8);
        paper.rule(MARGIN, 76, RIGHT, 76, 0.6f);
        String[][] columns = {
            {"Halvorsen Pumps Ltd", "Reg. no. 00417220", "VAT no. GB 999 9999 73"},
            {"Bank of Aldermere", "IBAN GB66 ALDM 0000 0041 7220 25", "BIC ALDMGB00"},
            {"accounts@halvorsen-pumps.example", "www.halvorsen-pumps.example", "Tel. 01632 960 417"}
        };
        float[] lefts = {MARGIN, 214, 404};
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                paper.put(small, lefts[column], 64 - 11 * row, columns[column][row]);
            }
            paper.say(columns[0][row] + " " + columns[1][row] + " " + columns[2][row]);
        }
    }
}
