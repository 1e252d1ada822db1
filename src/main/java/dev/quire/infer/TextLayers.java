package dev.quire.infer;

import dev.quire.document.Box;
import dev.quire.document.Flow;
import dev.quire.document.PageText;
import dev.quire.document.TextLayer;
import dev.quire.layout.PageLayout;
import dev.quire.layout.Rule;
import java.util.List;

/** Text layers as the text that engines give, boxes in points. */
final class TextLayers {

    private TextLayers() {}

    static PageText text(TextLayer layer) {
        List<Rule> rules = layer.rules().stream().map(TextLayers::rule).toList();
        return PageText.joined(
                layer.flows().stream().map(flow -> text(flow, rules)).toList());
    }

    private static PageText text(Flow flow, List<Rule> rules) {
        return PageLayout.of(flow.lines(), flow.angle() == 0 ? rules : List.of(), flow::onPage);
    }

    private static Rule rule(Box box) {
        return box.width() >= box.height()
                ? new Rule(true, (box.top() + box.bottom()) / 2, box.left(), box.right())
                : new Rule(false, (box.left() + box.right()) / 2, box.top(), box.bottom());
    }
}
