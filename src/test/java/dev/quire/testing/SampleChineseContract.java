package dev.quire.testing;

import dev.quire.testing.SamplePaper.Frame;
import dev.quire.testing.SamplePaper.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A simplified Chinese contract with some Latin and a ruled table; the font is embedded as a subset. */
record SampleChineseContract(SampleFonts fonts) {
    private static final float MARGIN = 72;
    private static final float RIGHT = SamplePaper.WIDTH - MARGIN;
    private static final float ROW = 24;
    private static final float[] COLUMNS = {MARGIN, 108, 232, 316, 354, 396, 460, RIGHT};
    private static final List<String[]> ROWS = List.of(
            new String[] {"序号", "名称", "型号", "单位", "数量", "单价（元）", "金额（元）"},
            new String[] {"1", "卧式离心泵", "HP-220 DN150", "台", "4", "58,600", "234,400"},
            new String[] {"2", "机械密封", "SK-22", "套", "8", "2,850", "22,800"},
            new String[] {"3", "振动传感器", "VS-3", "只", "8", "1,690", "13,520"},
            new String[] {"4", "安装与调试", "现场服务", "项", "1", "18,000", "18,000"});

    private static final String BEFORE_TABLE = """
            甲方（买方）：青禾水务有限公司
            乙方（卖方）：海川泵业有限公司
            根据《中华人民共和国民法典》及有关法律的规定，甲乙双方在平等、自愿、公平的基础上，经友好协商，就甲方向乙方采购水泵及配件事宜达成一致，订立本合同，以资共同遵守。
            # 第一条 标的物、数量及价款
            乙方向甲方提供下列货物，价款包含包装费、运输费以及 13% 的增值税：
            """;

    private static final String AFTER_TABLE = """
            合计人民币（大写）：贰拾捌万捌仟柒佰贰拾元整（¥288,720.00）。
            # 第二条 质量标准
            货物应当是全新的、未经使用的产品，符合国家标准以及乙方产品手册（编号 HC-2025-03）的要求。乙方的质量管理体系已经通过 ISO 9001 认证，乙方应随货提供产品合格证、出厂检验报告和使用说明书各一份。
            # 第三条 交货时间、地点和方式
            乙方应于 2025年6月30日前将全部货物运至甲方指定的青石路泵站，运费由乙方承担。乙方应至少提前三个工作日以电子邮件通知甲方，联系邮箱为 caigou@qinghe.example。货物毁损、灭失的风险自甲方签收时起转移。
            # 第四条 验收
            甲方应在收到货物后十五日内完成验收。验收时每台水泵应在额定工况下连续运行八小时，流量不低于 220 m³/h，扬程不低于 32 m，轴承温度不高于 75 ℃。验收合格的，双方签署验收单；不合格的，乙方应在十日内免费修理或者更换。
            # 第五条 付款方式
            本合同签订后七日内，甲方支付合同总价的 30%，即 86,616.00 元；验收合格后三十日内支付 60%，即 173,232.00 元；其余 10%，即 28,872.00 元作为质量保证金，在质保期届满后十日内无息付清。乙方应在每次付款前向甲方开具等额的增值税专用发票。
            # 第六条 质量保证
            质保期为三十六个月，自验收合格之日起计算。在质保期内，乙方接到甲方通知后应在二十四小时内到达现场，并免费排除故障。密封件等易损件的质保期为十二个月。
            # 第七条 违约责任
            乙方逾期交货的，每逾期一日应向甲方支付合同总价 0.1% 的违约金，违约金总额不超过合同总价的 10%。逾期超过三十日的，甲方有权解除合同，并要求乙方退还已付款项。甲方逾期付款的，按照同一标准向乙方支付违约金。
            # 第八条 保密
            未经对方书面同意，任何一方不得向第三人披露本合同的内容以及在履行过程中知悉的商业秘密。本条款在合同终止后五年内继续有效。
            # 第九条 争议解决
            因本合同引起的争议，双方应首先协商解决；协商不成的，任何一方均可向甲方所在地有管辖权的人民法院提起诉讼。
            # 第十条 其他
            本合同自双方签字盖章之日起生效，一式四份，双方各执两份，具有同等法律效力。未尽事宜，双方可以另行签订书面补充协议。
            """;

    void write(Path folder) throws IOException {
        try (SamplePaper paper = new SamplePaper("采购合同", "海川泵业有限公司", this::header, this::footer)) {
            Style text = fonts.kai(paper, 11.5f).leading(19).after(4);
            paper.newPage();
            paper.lineCentred(fonts.kai(paper, 22), SamplePaper.WIDTH / 2, 730, "采购合同");
            paper.say("");
            paper.lineRight(fonts.kai(paper, 11), RIGHT, 704, "合同编号：QH-2025-0417");
            paper.say("");
            paper.flowThrough(new Frame(MARGIN, 692, RIGHT - MARGIN, 84));
            clauses(paper, text, BEFORE_TABLE);
            table(paper);
            clauses(paper, text, AFTER_TABLE);
            signatures(paper, text);
            paper.save(folder, "采购合同");
        }
    }

    private void clauses(SamplePaper paper, Style text, String clauses) throws IOException {
        Style heading = fonts.kai(paper, 12.5f).after(2);
        for (String line : clauses.lines().toList()) {
            if (line.startsWith("# ")) {
                paper.space(3);
                paper.need(heading.leading() + 2 * text.leading());
                paper.bookmark(line.substring(2));
                paper.paragraph(heading, line.substring(2));
            } else {
                paper.paragraph(text, line);
            }
        }
    }

    private void table(SamplePaper paper) throws IOException {
        Style cell = fonts.kai(paper, 10);
        float top = paper.y() - 2;
        for (int i = 0; i < ROWS.size(); i++) {
            row(paper, cell, top - i * ROW, ROWS.get(i));
        }
        float bottom = top - ROWS.size() * ROW;
        paper.put(cell, COLUMNS[1] + 5, bottom - 16, "合计");
        paper.putRight(cell, RIGHT - 5, bottom - 16, "288,720");
        paper.say("合计 288,720\n");
        for (int i = 0; i <= ROWS.size() + 1; i++) {
            paper.rule(MARGIN, top - i * ROW, RIGHT, top - i * ROW, 0.6f);
        }
        for (float column : COLUMNS) {
            paper.rule(column, top, column, bottom - ROW, 0.6f);
        }
        paper.space(ROW * (ROWS.size() + 1) + 8);
    }

    private static void row(SamplePaper paper, Style style, float top, String[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            if (i > 4) {
                paper.putRight(style, COLUMNS[i + 1] - 5, top - 16, cells[i]);
            } else {
                paper.put(style, COLUMNS[i] + 5, top - 16, cells[i]);
            }
        }
        paper.say(String.join(" ", cells));
    }

    private void signatures(SamplePaper paper, Style text) throws IOException {
        paper.need(130);
        String[][] rows = {
            {"甲方（盖章）：", "乙方（盖章）："},
            {"青禾水务有限公司", "海川泵业有限公司"},
            {"授权代表：周明远", "授权代表：林秋雨"},
            {"日期：2025年4月17日", "日期：2025年4月17日"}
        };
        float y = paper.y() - 12;
        for (String[] row : rows) {
            y -= 25;
            paper.put(text, MARGIN, y, row[0]);
            paper.put(text, 316, y, row[1]);
            paper.say(row[0] + " " + row[1]);
        }
    }

    private void header(SamplePaper paper, int page) throws IOException {
        Style small = fonts.kai(paper, 9);
        paper.put(small, MARGIN, 786, "采购合同");
        paper.putRight(small, RIGHT, 786, "QH-2025-0417");
        paper.say("采购合同 QH-2025-0417\n");
        paper.rule(MARGIN, 780, RIGHT, 780, 0.5f);
        paper.flowThrough(new Frame(MARGIN, 762, RIGHT - MARGIN, 84));
    }

    private void footer(SamplePaper paper, int page) throws IOException {
        paper.say("");
        paper.lineCentred(fonts.kai(paper, 9), SamplePaper.WIDTH / 2, 48, "第 " + page + " 页 共 2 页");
    }
}
