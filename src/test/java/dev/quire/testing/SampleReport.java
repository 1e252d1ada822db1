package dev.quire.testing;

import dev.quire.testing.SamplePaper.Frame;
import dev.quire.testing.SamplePaper.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Two pages in two columns under a heading that spans both, with a figure and a table. */
record SampleReport(SampleFonts fonts) {
    private static final float MARGIN = 54;
    private static final float RIGHT = SamplePaper.WIDTH - MARGIN;
    private static final float COLUMN = 232;
    private static final float COLUMNS_END = 540;
    private static final String FIGURE = "[figure]";
    private static final String[] QUARTERS = {"Q1", "Q2", "Q3", "Q4"};
    private static final int[][] LEAKAGE = {{412, 398, 371, 359}, {344, 318, 296, 281}};

    private static final List<String[]> TABLE = List.of(
            new String[] {"District", "Loggers", "Q1 2023", "Q4 2024", "Change"},
            new String[] {"Quarry Lane", "78", "148", "97", "-34.5 %"},
            new String[] {"Tanner's Row", "64", "121", "70", "-42.1 %"},
            new String[] {"Canal Side", "41", "92", "78", "-15.2 %"},
            new String[] {"Fell Head", "29", "51", "36", "-29.4 %"},
            new String[] {"Together", "212", "412", "281", "-31.8 %"});

    private static final String TEXT = """
            # 1 Why leakage matters
            Every litre that leaks from a main has been abstracted, treated and pumped before it is lost. In the district of Stonebeck alone the cooperative lost 4.1 million litres a day in 2023, enough for the homes of nineteen thousand people. The energy for that water cost £386,000.
            The regulator expects a reduction of 15 % by 2027. The board set a sharper goal in March 2024: 30 % in two years, measured at the district meters, without raising the charges to members.
            There was a second reason. The reservoir at Fell Head stood at 41 % in September 2022, the lowest level since records began, and for eleven weeks the cooperative bought water from its neighbour at four times its own cost. Water that does not leak need not be bought.
            # 2 What was done
            Between January and December 2024 the network team fitted 212 acoustic loggers to hydrants and valves. The loggers listen between two and four in the morning, when consumption is lowest, and report the noise level once a day. A district whose level rises for three nights in a row is visited within the week.
            Four pumps at the Quarry Lane station were replaced by variable-speed units. Before, the station ran at full pressure day and night; now pressure follows demand and falls from 6.2 bar to 4.4 bar after midnight. Lower pressure means smaller leaks and fewer new bursts.
            Old mains were renewed where loggers, age and soil agreed. In all 8.7 kilometres of cast iron from before 1935 gave way to polyethylene, most of it in Tanner's Row and along the canal.
            Repairs became faster as well. A leak that the loggers find is now closed after 3.2 days on average, where a leak reported by a passer-by used to run for eleven. Two vans carry the clamps and couplings for every diameter in the district, so that a crew need not return to the depot in the middle of a job.
            # 3 Results
            The minimum night flow fell from 412 to 281 cubic metres per hour over eight quarters, as Figure 1 shows. That is a reduction of 32 %, slightly more than the goal and a year earlier than planned.
            [figure]
            Burst mains became rarer too: 61 in 2024 against 94 in the year before. Members noticed. Complaints about low pressure, which some of us had feared, rose by only seven, and all of them came from three houses on Reservoir Road that now have a booster of their own.
            Not everything went well. Thirty-one loggers had to be exchanged because of flat batteries, and one in nine alarms led the crew to a noisy pressure valve and not to a leak. The second figure should fall as the software learns which valves are noisy.
            The regulator's auditor checked forty of the readings in October and accepted all but one, where a meter had been fitted the wrong way round. The corrected figures are used throughout this report.
            # 4 Costs and savings
            The programme cost £1.94 million, of which £1.12 million went into new mains. Savings in energy, chemicals and overtime came to £463,000 in 2024. At that rate the loggers and pumps pay for themselves in under two years, the mains in fourteen.
            Three items were dearer than planned. Road permits in Tanner's Row took £41,000 instead of £15,000, because the work fell into the market season. Traffic lights had to be hired for six weeks longer than expected. And polyethylene rose by 9 % between tender and order; a fixed price would have been the better choice.
            The loan from the members' fund has been drawn to 78 % and is repaid from 2026 in ten equal parts.
            # 5 Next steps
            In 2025 we shall extend the loggers to the districts of Aldermere and Low Fell, replace the last two fixed-speed pumps, and publish the night flow of every district each month. A review by an outside engineer is planned for the autumn.
            We thank the night crews, without whom a logger is only a box on a valve.
            """;

    void write(Path folder) throws IOException {
        try (SamplePaper paper = new SamplePaper(
                "Leakage programme: report for 2024",
                "Brightwater Utilities Cooperative",
                this::header,
                this::footer)) {
            Style heading = fonts.sansBold(paper, 12).after(4);
            Style text = fonts.serif(paper, 11).leading(15.2f).after(8).justify();
            paper.newPage();
            title(paper);
            for (String line : TEXT.lines().toList()) {
                if (line.equals(FIGURE)) {
                    figure(paper);
                } else if (line.startsWith("# ")) {
                    paper.space(4);
                    paper.need(heading.leading() + 2 * text.leading());
                    paper.bookmark(line.substring(2));
                    paper.paragraph(heading, line.substring(2));
                } else {
                    paper.paragraph(text, line);
                }
            }
            table(paper, COLUMNS_END - 34);
            paper.save(folder, "report-two-columns");
        }
    }

    private void title(SamplePaper paper) throws IOException {
        paper.flowThrough(new Frame(MARGIN, 764, RIGHT - MARGIN, 60));
        paper.paragraph(fonts.sansBold(paper, 20).after(4), "Less water lost: the leakage programme in 2024");
        paper.paragraph(
                fonts.sans(paper, 10).after(10), "Priya Ashdown and Edmund Vale, Network Operations, February 2025");
        paper.paragraph(
                fonts.sans(paper, 10).leading(13.5f).after(6),
                "Summary. Acoustic loggers, pressure control and new mains cut the night losses of the Stonebeck"
                        + " network by 32 % in two years. The programme cost £1.94 million and saved £463,000 in its"
                        + " first full year.");
        paper.rule(MARGIN, paper.y(), RIGHT, paper.y(), 0.8f);
        columns(paper, paper.y() - 4, 66);
    }

    private static void columns(SamplePaper paper, float top, float bottom) {
        paper.flowThrough(new Frame(MARGIN, top, COLUMN, bottom), new Frame(RIGHT - COLUMN, top, COLUMN, bottom));
    }

    private void figure(SamplePaper paper) throws IOException {
        float height = 150;
        paper.need(height + 46);
        float left = paper.left();
        float bottom = paper.y() - height;
        Style label = fonts.sans(paper, 8);
        var content = paper.content();
        paper.rule(left + 28, bottom + 14, left + 28, bottom + height - 6, 0.6f);
        for (int value = 0; value <= 400; value += 100) {
            float y = bottom + 14 + value * 0.3f;
            paper.rule(left + 26, y, left + COLUMN, y, value == 0 ? 0.8f : 0.2f);
            paper.putRight(label, left + 23, y - 3, String.valueOf(value));
        }
        for (int i = 0; i < 8; i++) {
            float x = left + 36 + i * 24.5f;
            if (i < 4) {
                content.setNonStrokingColor(0.62f, 0.74f, 0.84f);
            } else {
                content.setNonStrokingColor(0.10f, 0.36f, 0.56f);
            }
            content.addRect(x, bottom + 14, 17, LEAKAGE[i / 4][i % 4] * 0.3f);
            content.fill();
            content.setNonStrokingColor(0f);
            paper.put(label, x + 3, bottom + 4, QUARTERS[i % 4]);
        }
        paper.put(label, left + 78, bottom - 8, "2023");
        paper.put(label, left + 176, bottom - 8, "2024");
        paper.say("400 300 200 100 0");
        paper.say("Q1 Q2 Q3 Q4 Q1 Q2 Q3 Q4");
        paper.say("2023 2024\n");
        paper.space(height + 12);
        paper.paragraph(
                fonts.sans(paper, 8.5f).leading(11).after(10),
                "Figure 1: Minimum night flow in m³/h, Stonebeck network, by quarter");
    }

    /** Booktabs: three rules and no grid. */
    private void table(SamplePaper paper, float top) throws IOException {
        paper.lineCentred(
                fonts.sans(paper, 8.5f),
                SamplePaper.WIDTH / 2,
                top,
                "Table 1: Minimum night flow in m³/h and loggers, by district");
        float y = top - 8;
        paper.rule(MARGIN + 40, y, RIGHT - 40, y, 1);
        for (int row = 0; row < TABLE.size(); row++) {
            boolean strong = row == 0 || row == TABLE.size() - 1;
            Style cell = strong ? fonts.sansBold(paper, 9.5f) : fonts.sans(paper, 9.5f);
            if (row == 1 || row == TABLE.size() - 1) {
                paper.rule(MARGIN + 40, y - 3, RIGHT - 40, y - 3, 0.5f);
            }
            y -= 17;
            paper.put(cell, MARGIN + 46, y, TABLE.get(row)[0]);
            for (int column = 1; column < 5; column++) {
                paper.putRight(cell, MARGIN + 140 + column * 75, y, TABLE.get(row)[column]);
            }
            paper.say(String.join(" ", TABLE.get(row)));
        }
        paper.rule(MARGIN + 40, y - 6, RIGHT - 40, y - 6, 1);
        paper.say("");
    }

    private void header(SamplePaper paper, int page) throws IOException {
        Style small = fonts.sans(paper, 8.5f);
        paper.put(small, MARGIN, 796, "Brightwater Utilities Cooperative");
        paper.putRight(small, RIGHT, 796, "Leakage programme 2024");
        paper.say("Brightwater Utilities Cooperative Leakage programme 2024\n");
        columns(paper, 776, COLUMNS_END);
    }

    private void footer(SamplePaper paper, int page) throws IOException {
        paper.say("");
        paper.lineCentred(fonts.sans(paper, 8.5f), SamplePaper.WIDTH / 2, 40, String.valueOf(page));
    }
}
