package dev.quire.testing;

import dev.quire.testing.SamplePaper.Frame;
import dev.quire.testing.SamplePaper.Style;
import java.io.IOException;
import java.nio.file.Path;

/** Three pages of numbered clauses with header, footer and outline; paragraphs run over the page borders. */
record SampleContract(SampleFonts fonts) {
    private static final float MARGIN = 68;
    private static final float RIGHT = SamplePaper.WIDTH - MARGIN;
    private static final int PAGES = 3;

    private static final String CLAUSES = """
            # Definitions
            In this Agreement "Goods" means the pumps, spare parts and accessories listed in Schedule A, as amended from time to time under clause 13.
            "Order" means a written request for Goods that the Buyer places under this Agreement and that states quantity, delivery address and required date.
            "Working Day" means any day other than a Saturday, a Sunday or a public holiday at the Buyer's registered office.
            "Acceptance" means that the Goods have passed the tests of clause 6 and that the Buyer has said so in writing.
            # Scope of supply
            The Supplier shall sell and the Buyer shall buy the Goods on the terms of this Agreement. No other terms apply, even if an Order, a delivery note or an invoice refers to them.
            This Agreement does not oblige the Buyer to order any minimum quantity, except for the first call-off of four units of type HP-220, which the Buyer hereby orders.
            The Supplier shall keep the spare parts marked "S" in Schedule A available for fifteen years after the last delivery of the pump to which they belong.
            # Orders
            The Buyer shall place each Order in writing, which includes e-mail to orders@halvorsen-pumps.example. The Supplier shall confirm or refuse an Order within three Working Days. An Order that is neither confirmed nor refused in that time is deemed to be confirmed.
            The Buyer may change or cancel an Order free of charge until fifteen Working Days before the confirmed date of dispatch. After that the Supplier may charge the direct costs that it shows to have arisen, up to 20 % of the price of the Order.
            # Prices
            The prices in Schedule A are in pounds sterling, are exclusive of value added tax, and include packing suitable for sea freight. They are fixed until 31 March 2026.
            From then on either party may ask, once in each year and with ninety days' notice, for prices to follow the producer price index for machinery, but never by more than 4.5 % in a year.
            # Delivery
            Goods are delivered DAP (Incoterms 2020) to the pumping station that the Order names. The Supplier shall give notice of each delivery at least two Working Days ahead.
            If the Supplier is late for a reason for which it is responsible, it shall pay the Buyer 0.5 % of the price of the late Goods for each full week of delay, up to 5 %. The Buyer may claim a higher loss if it can show one; any amount already paid is set off against it.
            Part deliveries are allowed only if the Order says so. Risk passes when the Goods have been unloaded; title passes when they have been paid for in full.
            # Acceptance
            The Buyer shall test the Goods within twenty Working Days of delivery, by running each pump at its rated point for eight hours without interruption, and shall record flow, head, power input, bearing temperature and vibration. A pump is accepted if no value is outside the limits of Schedule B. The Supplier may attend the test at its own expense.
            If a pump fails, the Supplier shall repair or replace it within ten Working Days and the test shall be repeated. If it fails again, the Buyer may withdraw from the Order as far as that pump is concerned.
            Goods that have not been tested within the time stated in clause 6.1, for reasons that lie with the Buyer, are deemed to have been accepted.
            # Invoices and payment
            The Supplier may invoice Goods on delivery. Each invoice shall show the number of the Order, the quantity, the net amount, the rate and amount of value added tax and the gross amount.
            Invoices are payable within thirty days of receipt. For payment within ten days the Buyer may deduct a discount of 2 %. Sums in dispute may be held back, but no more than the defect justifies.
            # Warranty
            The Supplier warrants that the Goods will be free from defects in design, material and workmanship for thirty-six months from Acceptance, or forty-two months from delivery, whichever ends first. Seals, bearings and other wearing parts are covered for one year.
            During that time the Supplier shall, at its own cost and at the Buyer's choice, repair or replace defective Goods at the place where they are installed. The Supplier shall begin within forty-eight hours of notice if a station is out of service, and within five Working Days in all other cases.
            # Liability
            Neither party limits its liability for death or personal injury, for fraud, or for anything else for which liability cannot be limited by law.
            Otherwise the liability of each party under this Agreement is limited to GBP 1,500,000 in any period of twelve months. Neither party is liable for loss of profit, save for the payments under clause 5.2.
            # Confidentiality
            Each party shall keep secret what it learns of the other's business, and use it for the purposes of this Agreement only. This duty lasts for five years after the end of this Agreement. It does not apply to what is public, was known before, or must be disclosed by law.
            # Force majeure
            A party that is prevented from performing by events beyond its reasonable control, such as flood, fire, war, epidemic or acts of authority, is excused for as long as the event lasts, provided that it gives notice without delay and does what it reasonably can to limit the effect. If the event lasts for more than one hundred and twenty days, either party may end the Orders affected by notice in writing.
            # Term and termination
            This Agreement begins on 1 May 2025 and runs for three years. It is then extended by one year at a time unless a party gives notice at least six months before the end.
            Either party may end this Agreement at once if the other commits a material breach and does not remedy it within thirty days of a written request, or if insolvency proceedings are opened over its assets.
            # General
            Changes to this Agreement, including to this clause, are valid only in writing and when signed by both parties. If a provision is void, the others remain in force, and the parties shall replace the void provision by a valid one that comes closest to its purpose.
            This Agreement is governed by the law of England and Wales. The courts of Aldermere have exclusive jurisdiction.
            """;

    void write(Path folder) throws IOException {
        try (SamplePaper paper =
                new SamplePaper("Framework Supply Agreement", "Halvorsen Pumps Ltd", this::header, this::footer)) {
            Style heading = fonts.serifBold(paper, 12).after(4);
            Style text = fonts.serif(paper, 11).leading(14.5f).after(6.8f).justify();
            paper.newPage();
            title(paper, text);
            int clause = 0;
            int part = 0;
            for (String line : CLAUSES.lines().toList()) {
                if (line.startsWith("# ")) {
                    clause++;
                    part = 0;
                    paper.space(5);
                    paper.need(2 * text.leading() + heading.leading());
                    paper.bookmark(clause + ". " + line.substring(2));
                    paper.paragraph(heading, clause + ".", 32, line.substring(2));
                } else {
                    part++;
                    paper.paragraph(text, clause + "." + part, 32, line);
                }
            }
            signatures(paper, text);
            paper.save(folder, "contract");
        }
    }

    private void title(SamplePaper paper, Style text) throws IOException {
        float middle = SamplePaper.WIDTH / 2;
        paper.lineCentred(fonts.serifBold(paper, 19), middle, 722, "FRAMEWORK SUPPLY AGREEMENT");
        paper.lineCentred(fonts.serif(paper, 12), middle, 702, "No. FSA-2025-0417");
        paper.say("");
        paper.flowThrough(new Frame(MARGIN, 684, RIGHT - MARGIN, 78));
        paper.paragraph(text, "between");
        paper.paragraph(
                text,
                "(1)",
                32,
                "Halvorsen Pumps Ltd, 14 Quay Street, Aldermere AM1 4QT, registered under number 00417220 (the"
                        + " \"Supplier\"), and");
        paper.paragraph(
                text,
                "(2)",
                32,
                "Brightwater Utilities Cooperative, The Old Mill, Reservoir Road, Stonebeck SB7 2LN, registered under"
                        + " number 00981345 (the \"Buyer\").");
        paper.paragraph(text, "The parties agree as follows.");
    }

    private void signatures(SamplePaper paper, Style text) throws IOException {
        paper.need(150);
        paper.space(16);
        paper.paragraph(text, "Signed for the parties on 17 April 2025");
        float y = paper.y() - 52;
        float second = SamplePaper.WIDTH / 2 + 16;
        paper.rule(MARGIN, y, MARGIN + 190, y, 0.7f);
        paper.rule(second, y, second + 190, y, 0.7f);
        String[][] names = {
            {"Ingrid Halvorsen", "Tobias Merriweather"},
            {"Managing Director", "Head of Procurement"},
            {"Halvorsen Pumps Ltd", "Brightwater Utilities Cooperative"}
        };
        for (String[] row : names) {
            y -= text.leading();
            paper.put(text, MARGIN, y, row[0]);
            paper.put(text, second, y, row[1]);
            paper.say(row[0] + " " + row[1]);
        }
    }

    private void header(SamplePaper paper, int page) throws IOException {
        Style small = fonts.serif(paper, 9);
        paper.put(small, MARGIN, 790, "Framework Supply Agreement");
        paper.putRight(small, RIGHT, 790, "Halvorsen Pumps Ltd / Brightwater Utilities Cooperative");
        paper.say("Framework Supply Agreement Halvorsen Pumps Ltd / Brightwater Utilities Cooperative\n");
        paper.rule(MARGIN, 784, RIGHT, 784, 0.5f);
        paper.flowThrough(new Frame(MARGIN, 770, RIGHT - MARGIN, 68));
    }

    private void footer(SamplePaper paper, int page) throws IOException {
        if (page > PAGES) {
            throw new IllegalStateException("The contract grew over " + PAGES + " pages");
        }
        Style small = fonts.serif(paper, 9);
        paper.rule(MARGIN, 58, RIGHT, 58, 0.5f);
        paper.put(small, MARGIN, 45, "Ref. FSA-2025-0417");
        paper.putRight(small, RIGHT, 45, "Page " + page + " of " + PAGES);
        paper.say("\nRef. FSA-2025-0417 Page " + page + " of " + PAGES);
    }
}
