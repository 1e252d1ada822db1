"""Draws one region of a synthetic page and keeps what is written where.

A region is a page's full width and part of its height: paragraphs in one to three columns, headings,
lists, tables, forms, receipts, figures, code, bars with light text on dark.  It is drawn at about
twice the wanted resolution and reduced, which gives the smooth edges of a real renderer.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw

from .charset import TO_INTERNAL
from .fonts import Face, FontPack
from .text import TextSource, Token, is_wide

CROP = 640  # the detector trains on crops of CROP x CROP pixels
PAGE_WIDTH_PT = 612

_LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_KERNED = frozenset("AV AW AT AY VA WA TA YA To Ta Te Yo Ya Ye Vo Va LT LY P. F. T. Y. r. V, y. r, f. w,".split())
_FULLWIDTH = {c: chr(ord(c) + 0xFEE0) for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


@dataclass
class Item:
    """A token ready to be drawn: what it says, what is drawn for it, how and how wide."""

    text: str
    drawn: str
    width: float
    face: Face
    glued: bool = False
    shift: int = 0  # pixels below the baseline; negative is above
    track: float = 0.0


@dataclass
class Line:
    """One line of text: its words with their horizontal extent, baseline, height above and below."""

    words: list[str]
    glued: list[bool]
    left: list[float]
    right: list[float]
    baseline: float
    ascent: float
    descent: float


@dataclass
class Region:
    """A drawn region: grey image, lines, and the affine that turned it, if any."""

    image: np.ndarray
    lines: list[Line]
    affine: np.ndarray | None = None
    dpi: float = 150.0


@dataclass
class Style:
    name: str  # font
    points: float
    align: str = "l"
    ink: int = 0
    leading: float = 1.2
    latin: str | None = None  # another font for Latin words in Chinese text
    underline: bool = False
    extra: dict = field(default_factory=dict)


class PageBuilder:
    """Builds one region; use a fresh one for each."""

    def __init__(self, fonts: FontPack, text: TextSource, rng: random.Random, chinese_share: float) -> None:
        self.fonts, self.text, self.rng = fonts, text, rng
        self.chinese = rng.random() < chinese_share
        self.dpi = rng.triangular(90, 225, 140)
        self.oversampling = 2.0 if self.dpi < 165 else 1.5
        self.unit = self.dpi * self.oversampling / 72  # drawn pixels a point
        height_pt = max(424, int(CROP * 72 / self.dpi) + 6)
        self.width, self.height = int(PAGE_WIDTH_PT * self.unit), int(height_pt * self.unit)
        self.paper = 255 if rng.random() < 0.7 else rng.randint(200, 254)
        self.ink = 0 if rng.random() < 0.65 else rng.randint(1, 110)
        if rng.random() < 0.05:  # faint, as from a thermal printer
            self.ink = self.paper - rng.randint(55, 110)
        self.image = Image.new("L", (self.width, self.height), self.paper)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[Line] = []
        self.body = rng.choice(fonts.chinese) if self.chinese else fonts.any_latin(rng)
        self.body_latin = fonts.any_latin(rng) if self.chinese and rng.random() < 0.5 else None

    # -- text -----------------------------------------------------------------------------------

    def tokens(self, count: int) -> list[Token]:
        return self.text.chinese(count) if self.chinese and self.rng.random() < 0.85 else self.text.latin(count)

    def face(self, name: str, points: float) -> Face:
        return self.fonts.face(name, max(7, round(points * self.unit)))

    def style(self, points: float, **changes) -> Style:
        style = Style(self.body, points, ink=self.ink, latin=self.body_latin, leading=self.rng.uniform(1.05, 1.55))
        for key, value in changes.items():
            setattr(style, key, value)
        return style

    def items(self, tokens: list[Token], style: Style, track: float = 0.0, fancy: bool = False) -> list[Item]:
        """Keeps what the font can draw; adds ligatures, small capitals, super- and subscripts."""
        rng = self.rng
        main = self.face(style.name, style.points)
        latin = self.face(style.latin, style.points) if style.latin else main
        ligatures = rng.random() < 0.35 and not track and style.name not in self.fonts.mono
        small_caps = script = None
        script_rate = 0.0
        if fancy and not main.chinese:
            if rng.random() < 0.05:
                small_caps = self.face(style.name, style.points * rng.uniform(0.72, 0.84))
            if rng.random() < 0.4:
                script_rate = rng.uniform(0.01, 0.15)
        if fancy and rng.random() < 0.4:
            script = latin if latin.chinese else self.face(latin.name, style.points * rng.uniform(0.58, 0.75))
        wide_digits = main.chinese and rng.random() < 0.04
        result: list[Item] = []
        for token in tokens:
            face = main if not style.latin or is_wide(token.text[0]) else latin
            text = "".join(c for c in token.text if c in face.drawn and c in TO_INTERNAL)
            if not text:
                continue
            drawn = text
            if ligatures:
                for letters, ligature in _LIGATURES:
                    if letters in drawn and ligature in face.drawn:
                        drawn = drawn.replace(letters, ligature)
            if wide_digits and not is_wide(text[0]):
                drawn = "".join(_FULLWIDTH.get(c, c) if _FULLWIDTH.get(c, c) in face.drawn else c for c in text)
            if small_caps and len(text) > 1 and text.isascii() and text.isalpha() and rng.random() < 0.7:
                upper = text.upper()
                head = 1 if text[0].isupper() or rng.random() < 0.3 else 0
                if head:
                    result.append(Item(upper[0], upper[0], face.width(upper[0]), face, token.glued))
                result.append(Item(upper[head:], upper[head:], small_caps.width(upper[head:]), small_caps, bool(head) or token.glued))
                continue
            result.append(Item(text, drawn, face.width(drawn) + track * (len(drawn) - 1), face, token.glued, 0, track))
            if script and rng.random() < script_rate:
                result += self._script(script, main.size)
        return result

    def _script(self, face: Face, size: int) -> list[Item]:
        rng = self.rng
        style = rng.random()
        if style < 0.5:
            text = str(rng.randint(1, rng.choice((9, 30, 120))))
        elif style < 0.75:
            text = rng.choice("abcdefgijkmnxyzN*†‡*#$+§¶")
        else:
            text = rng.choice(("th", "st", "nd", "rd", "i+1", "n-1", "a,b", "1,2", f"[{rng.randint(1, 60)}]", "2", "-1", "ij", "TM", "er", "o"))
        text = "".join(c for c in text if c in face.drawn)
        if not text:
            return []
        shift = -size * rng.uniform(0.28, 0.45) if rng.random() < 0.65 else size * rng.uniform(0.08, 0.2)
        return [Item(text, text, face.width(text), face, True, round(shift))]

    def write(self, items: list[Item], x: float, baseline: float, face: Face, space: float, ink: int, underline: bool = False) -> float:
        """Draws one line from x and records it; returns its right edge."""
        if not items:
            return x
        baseline = round(baseline)
        line = Line([], [], [], [], baseline, face.ascent, face.descent)
        for i, item in enumerate(items):
            if i and not item.glued:
                x += space
            end = self._draw(item, x, baseline, ink)
            line.words.append(item.text)
            line.glued.append(item.glued and i > 0)
            line.left.append(x)
            line.right.append(end)
            x = end
        if underline or (len(items) > 1 and self.rng.random() < 0.05):
            first = 0 if underline or self.rng.random() < 0.4 else self.rng.randrange(len(items))
            last = len(items) - 1 if first == 0 else self.rng.randrange(first, len(items))
            y = baseline + max(1, round(face.descent * self.rng.uniform(0.2, 0.75)))
            self.draw.line([line.left[first], y, line.right[last], y], fill=ink, width=max(1, round(face.height * self.rng.uniform(0.025, 0.07))))
        self.lines.append(line)
        return x

    def _draw(self, item: Item, x: float, baseline: int, ink: int) -> float:
        font = item.face.font
        kerned = not item.face.chinese and len(item.drawn) > 1 and any(p in item.drawn for p in _KERNED)
        if not item.track and not kerned:
            self.draw.text((round(x), baseline + item.shift), item.drawn, font=font, fill=ink, anchor="ls")
            return x + item.width
        start = x
        for i, character in enumerate(item.drawn):
            if i and item.drawn[i - 1:i + 1] in _KERNED:
                x -= 0.07 * item.face.size
            self.draw.text((round(x), baseline + item.shift), character, font=font, fill=ink, anchor="ls")
            x += item.face.width(character) + item.track
        return max(x - item.track, start + 1)

    # -- blocks: each draws from y down and returns the y below itself ----------------------------------

    def paragraph(self, x0: float, x1: float, y: float, limit: float, style: Style, count: int, indent: float = 0.0) -> float:
        rng = self.rng
        face = self.face(style.name, style.points)
        em = face.size
        track = 0.0
        if rng.random() < 0.25:
            track = rng.uniform(0.0, 0.12) * em if face.chinese else rng.uniform(-0.05, 0.06) * em
        items = self.items(self.tokens(count), style, track, fancy=True)
        space = max(face.width(" "), em * 0.2) * (rng.uniform(0.85, 1.25) if rng.random() < 0.6 else rng.uniform(0.66, 1.0))
        step = max(em * max(style.leading, 1.2 if face.chinese else 1.0), face.height * 1.02)
        y += face.ascent
        i, first = 0, True
        while i < len(items) and y + face.descent <= limit:
            left = x0 + (indent if first else 0)
            j, width = i, 0.0
            while j < len(items):
                added = items[j].width + (0 if j == i or items[j].glued else space)
                if width + added > x1 - left and j > i:
                    break
                width += added
                j += 1
            if width > x1 - left + 1:  # one item that is too long: cut it
                item = items[i]
                keep = int(len(item.text) * (x1 - left) / max(1.0, item.width)) - 1
                if keep < 1 or item.shift:
                    i += 1
                    continue
                text = item.text[:keep]
                items[i] = Item(text, text, item.face.width(text) + track * (len(text) - 1), item.face, item.glued, 0, track)
                width, j = items[i].width, i + 1
                if width > x1 - left:
                    i = j
                    continue
            row = items[i:j]
            gaps = sum(1 for item in row[1:] if not item.glued)
            gap, x = space, left
            if style.align == "j" and j < len(items) and gaps:
                stretch = (x1 - left - width) / gaps
                if stretch < em * 0.9:
                    gap = space + stretch
            elif style.align == "c":
                x = left + (x1 - left - width) / 2
            elif style.align == "r":
                x = x1 - width
            self.write(row, x, y, face, gap, style.ink, style.underline)
            first = False
            y += step
            i = j
        return y - step + face.descent + em * rng.uniform(0.3, 1.2)

    def cell(self, x0: float, x1: float, baseline: float, style: Style, tokens: list[Token]) -> float:
        """One short line between x0 and x1; what does not fit is left out. Returns its right edge."""
        face = self.face(style.name, style.points)
        space = max(face.width(" "), face.ascent * 0.25)
        width, row = 0.0, []
        for item in self.items(tokens, style):
            added = item.width + (space if row and not item.glued else 0)
            if width + added > x1 - x0:
                break
            width += added
            row.append(item)
        x = {"l": x0, "r": x1 - width, "c": x0 + (x1 - x0 - width) / 2}[style.align if style.align in "lrc" else "l"]
        return self.write(row, x, baseline, face, space, style.ink, style.underline)

    def _cell_tokens(self, numeric: bool) -> list[Token]:
        rng = self.rng
        style = rng.random()
        if numeric:
            if style < 0.9:
                return [Token(str(rng.randint(0, rng.choice((1, 9, 9, 99, 999, 20000)))))]
            return [Token(rng.choice(("-", "–", "—", "*", "x", "X", "N/A", "a", "b", "I", "O", "0", "1", "%", "✓", "/", "•", "✗", "n.s.")))]
        if style < 0.14:
            return [Token(rng.choice((str(rng.randint(0, 9)), chr(rng.randint(65, 90)), chr(rng.randint(97, 122)), str(rng.randint(0, 99)), chr(rng.randint(33, 126)))))]
        if style < 0.55:
            return [Token(part) for part in self.text.number().split(" ") if part]
        if self.chinese and style < 0.6:
            return [Token(self.text.chinese_date())]
        return self.tokens(rng.randint(1, 3)) if style < 0.92 else [Token(self.text.address())]

    def table(self, x0: float, x1: float, y: float, limit: float, style: Style) -> float:
        rng = self.rng
        face = self.face(style.name, style.points)
        em = face.size
        dense = rng.random() < 0.4
        columns, rows = rng.randint(5, 16) if dense else rng.randint(2, 7), rng.randint(2, 16)
        row_height = face.height * rng.uniform(1.1, 2.0)
        shares = [rng.uniform(0.6, 1.6) for _ in range(columns)]
        edges = [x0]
        for share in shares:
            edges.append(edges[-1] + share / sum(shares) * (x1 - x0))
        rules = rng.choice(("grid", "grid", "rows", "none", "head"))
        width = max(1, round(rng.uniform(0.4, 1.4) * self.unit))
        rule_ink = rng.randint(0, 160)
        # columns that no rule parts stand well apart, so that a gap has one meaning
        padding = em * (rng.uniform(0.12, 0.8) if rules == "grid" else rng.uniform(0.45, 1.0))
        aligns = [rng.choice("lrc") for _ in range(columns)]
        numeric = [dense and c > 0 for c in range(columns)]
        banded, head_dark = rng.random() < 0.25, rng.random() < 0.3
        top = y
        for r in range(rows):
            if y + row_height > limit:
                break
            ink = style.ink
            if r == 0 and head_dark:
                self.draw.rectangle([x0, y, x1, y + row_height], fill=rng.randint(0, 130))
                ink = rng.randint(225, 255)
            elif banded and r % 2 == 0:
                self.draw.rectangle([x0, y, x1, y + row_height], fill=rng.randint(205, 245))
                ink = min(ink, 80)
            if rules in ("grid", "rows") or (rules == "head" and r < 2):
                self.draw.line([x0, y, x1, y], fill=rule_ink, width=width)
            baseline = y + row_height / 2 + (face.ascent - face.descent) / 2 + 1
            for c in range(columns):
                if rng.random() < 0.92:
                    cell = Style(style.name, style.points, aligns[c], ink, latin=style.latin)
                    self.cell(edges[c] + padding, edges[c + 1] - padding, baseline, cell, self._cell_tokens(numeric[c] and r > 0))
            y += row_height
        if rules != "none":
            self.draw.line([x0, y, x1, y], fill=rule_ink, width=width)
        if rules == "grid":
            for x in edges:
                self.draw.line([x, top, x, y], fill=rule_ink, width=width)
        return y + em

    def listing(self, x0: float, x1: float, y: float, limit: float, style: Style) -> float:
        """Bulleted or numbered items."""
        rng = self.rng
        face = self.face(style.name, style.points)
        for _ in range(rng.randint(2, 6)):
            bullet = rng.choice(("•", "–", "-", "*", "▪", "●", "□", "☐", "☑", "✓", f"{rng.randint(1, 20)}.", f"({rng.choice('abcdeix')})", f"[{rng.randint(1, 99)}]",
                                 "①②③④⑤"[rng.randrange(5)], f"{rng.randint(1, 9)}、", f"（{rng.choice('一二三四五六七八九十')}）"))
            marks = self.items([Token(bullet)], style)
            if not marks or y + face.height > limit:
                break
            indent = marks[0].width + rng.uniform(0.35, 2.5) * face.size
            near = indent - marks[0].width < 0.8 * face.size
            before = len(self.lines)
            y = self.paragraph(x0 + indent, x1, y, limit, style, rng.randint(4, 40))
            if len(self.lines) == before:
                break
            first = self.lines[before]
            self.write(marks, x0, first.baseline, face, 1, style.ink)
            if near:  # bullet and text read as one line
                mark = self.lines.pop()
                first.words[:0], first.glued[:0] = mark.words, [False]
                first.left[:0], first.right[:0] = mark.left, mark.right
                first.glued[1] = False
        return y

    def form(self, x0: float, x1: float, y: float, limit: float, style: Style) -> float:
        """Label and value at the ends of a line, joined by dots, a rule or nothing: contents, forms, receipts."""
        rng = self.rng
        face = self.face(style.name, style.points)
        em = face.size
        leader, receipt = rng.random(), rng.random() < 0.3
        if receipt:
            x1 = min(x1, x0 + rng.uniform(18, 30) * em)
        for _ in range(rng.randint(2, 9)):
            if y + face.height > limit:
                break
            baseline = round(y + face.ascent)
            y += face.height * rng.uniform(1.05, 1.7)
            tokens = self.tokens(rng.randint(1, 6))
            if receipt and rng.random() < 0.6:
                tokens = [Token(self.text.word().upper()) for _ in range(rng.randint(1, 3))]
            end = self.cell(x0, x0 + (x1 - x0) * 0.68, baseline, Style(style.name, style.points, "l", style.ink, latin=style.latin), tokens)
            values = self.items([Token(self.text.amount().replace(" ", "") if receipt else self.text.number().split(" ")[0])], style)
            if not values:
                continue
            x = x1 - values[0].width if rng.random() < 0.7 else min(x1 - values[0].width, end + rng.uniform(1.2, 6) * em)
            if x < end + em * 1.2:
                continue
            self.write(values, x, baseline, face, 1, style.ink)
            if leader < 0.35:
                dot, pitch = end + em * 0.5, rng.uniform(0.3, 0.7) * em
                while dot < x - em * 0.5:
                    self.draw.text((dot, baseline), ".", font=face.font, fill=style.ink, anchor="ls")
                    dot += pitch
            elif leader < 0.55:
                self.draw.line([end + em * 0.5, baseline, x - em * 0.4, baseline], fill=style.ink, width=rng.randint(1, 3))
            elif leader < 0.65:
                self.draw.rectangle([x - em * 0.3, baseline - face.ascent * 1.15, x1 + em * 0.3, baseline + face.descent * 1.2], outline=style.ink, width=rng.randint(1, 3))
        return y + em * 0.5

    def bar(self, x0: float, x1: float, y: float, limit: float, style: Style) -> float:
        """Light text on a dark bar or box, or dark text on a shade."""
        rng = self.rng
        face = self.face(style.name, style.points)
        rows = rng.choice((1, 1, 1, 2, 4))
        height = face.height * rng.uniform(1.15, 1.8) + (rows - 1) * face.height * 1.3
        if y + height > limit:
            return y + height
        dark = rng.random() < 0.7
        shade = rng.randint(0, 140) if dark else rng.randint(180, 240)
        if rng.random() < 0.4:
            x1 = x0 + (x1 - x0) * rng.uniform(0.25, 0.9)
        self.draw.rectangle([x0, y, x1, y + height], fill=shade)
        ink = rng.randint(min(255, shade + 90), 255) if dark else min(style.ink, shade - 90)
        line = Style(style.name, style.points, rng.choice("lcr"), ink, latin=style.latin)
        first = y + (height - (rows - 1) * face.height * 1.3) / 2 + (face.ascent - face.descent) / 2
        for r in range(rows):
            self.cell(x0 + face.size * 0.5, x1 - 4, first + r * face.height * 1.3, line, self.tokens(rng.randint(1, 12)))
        return y + height + face.size * 0.6

    def figure(self, x0: float, x1: float, y: float, limit: float) -> float:
        """Something that is not text: texture, or shapes with or without labels."""
        rng = self.rng
        height = min(rng.uniform(30, 140) * self.unit, limit - y - 4)
        if height < 10:
            return y
        width = (x1 - x0) * rng.uniform(0.4, 1)
        x0 += (x1 - x0 - width) * rng.random()
        box = [int(x0), int(y), int(x0 + width), int(y + height)]
        if rng.random() < 0.3:
            noise = np.random.randint(0, 255, (rng.randint(3, 30), rng.randint(3, 30)), np.uint8)
            texture = cv2.resize(noise, (box[2] - box[0], box[3] - box[1]), interpolation=rng.choice((cv2.INTER_CUBIC, cv2.INTER_NEAREST, cv2.INTER_LINEAR)))
            self.image.paste(Image.fromarray(texture), (box[0], box[1]))
            return y + height + 6 * self.unit
        self.draw.rectangle(box, outline=rng.randint(0, 160), fill=rng.choice((None, None, rng.randint(180, 255))), width=rng.randint(1, 4))
        for _ in range(rng.randint(2, 25)):
            xs = sorted(rng.uniform(box[0], box[2]) for _ in range(2))
            ys = sorted(rng.uniform(box[1], box[3]) for _ in range(2))
            ink, pen = rng.randint(0, 220), rng.randint(1, 5)
            shape = rng.random()
            if shape < 0.5:
                self.draw.line([xs[0], rng.choice(ys), xs[1], ys[0]], fill=ink, width=pen)
            elif shape < 0.7:
                self.draw.ellipse([xs[0], ys[0], xs[1], ys[1]], outline=ink, width=pen)
            elif shape < 0.85:
                self.draw.rectangle([xs[0], ys[0], xs[1], ys[1]], outline=ink, width=pen, fill=rng.choice((None, ink)))
            else:
                self.draw.ellipse([xs[0], ys[0], xs[0] + pen * 4, ys[0] + pen * 4], fill=ink)
        if rng.random() < 0.4:
            self._scale(box)
        if rng.random() < 0.6:  # labels under the axis
            style = Style(self.fonts.any_latin(rng), rng.uniform(5, 9), "l", self.ink)
            face = self.face(style.name, style.points)
            count, baseline = rng.randint(2, 7), box[3] + face.ascent + 4
            if baseline + face.descent < limit:
                for i in range(count):
                    left = box[0] + width * i / count
                    self.cell(left, left + width / count - face.size * 1.1, baseline, style, self._cell_tokens(rng.random() < 0.5))
            y += face.height + 6
        return y + height + 6 * self.unit

    def _scale(self, box: list[int]) -> None:
        """Numbers one below the other, as beside the axis of a chart."""
        rng = self.rng
        style = Style(self.fonts.any_latin(rng), rng.uniform(5, 9), rng.choice("lr"), self.ink)
        face = self.face(style.name, style.points)
        x0, x1 = box[0] + face.size * 0.4, box[0] + face.size * 5
        self.draw.rectangle([x0 - face.size * 0.3, box[1] + 2, x1 + face.size * 0.5, box[3] - 2], fill=self.paper)
        unit, step = rng.choice(("", "", "%", "k", ".0", ".5")), rng.choice((1, 2, 5, 10, 20, 25, 100, 500))
        pitch = face.height * rng.uniform(1.05, 3)
        for i in range(int((box[3] - box[1] - face.height) / pitch)):
            self.cell(x0, x1, box[1] + 4 + face.ascent + i * pitch, style, [Token(f"{(20 - i) * step}{unit}")])

    def sideways(self) -> None:
        """A turned note on the margin: not text for this reader."""
        rng = self.rng
        face = self.face(self.fonts.any_latin(rng), rng.uniform(6, 16))
        text = " ".join(t.text for t in self.text.latin(8))[:60]
        strip = Image.new("L", (max(8, int(face.width(text))), face.height + 4), self.paper)
        ImageDraw.Draw(strip).text((0, face.ascent + 1), text, font=face.font, fill=rng.randint(0, 170), anchor="ls")
        strip = strip.transpose(rng.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)))
        x = rng.randint(0, max(0, int(16 * self.unit) - strip.width)) if rng.random() < 0.7 else self.width - strip.width
        self.image.paste(strip, (x, rng.randint(0, max(1, self.height - strip.height))))

    # -- the region -----------------------------------------------------------------------------

    def column(self, x0: float, x1: float, y: float, limit: float, points: float) -> None:
        rng = self.rng
        while y < limit - 12 * self.unit:
            kind = rng.random()
            style = self.style(points, align=rng.choice("jjllc"))
            if kind < 0.12:  # heading
                name = rng.choice(self.fonts.chinese) if self.chinese else self.fonts.any_latin(rng)
                size = min(40.0, points * rng.choice((rng.uniform(1.1, 2.0), rng.uniform(1.1, 3.6))))
                y = self.paragraph(x0, x1, y, limit, self.style(size, name=name, align=rng.choice("lllc"), underline=rng.random() < 0.08), rng.randint(1, 9))
            elif kind < 0.50:
                y = self.paragraph(x0, x1, y, limit, style, rng.randint(20, 160), indent=rng.choice((0, 0, 12 * self.unit)))
            elif kind < 0.57:
                y = self.listing(x0, x1, y, limit, style)
            elif kind < 0.72:
                name = style.name if rng.random() < 0.7 else (rng.choice(self.fonts.chinese) if self.chinese else rng.choice(self.fonts.latin))
                y = self.table(x0, x1, y, limit, self.style(points * rng.uniform(0.7, 1.05), name=name))
            elif kind < 0.77:
                y = self.figure(x0, x1, y, limit)
            elif kind < 0.81:  # code
                name = style.name if self.chinese else rng.choice(self.fonts.mono)
                y = self.paragraph(x0, x1, y, limit, self.style(points * 0.9, name=name, align="l"), rng.randint(8, 60))
            elif kind < 0.87:
                y = self.bar(x0, x1, y, limit, self.style(points * rng.uniform(0.8, 1.5)))
            elif kind < 0.93:
                y = self.form(x0, x1, y, limit, self.style(points, name=style.name if rng.random() < 0.7 or self.chinese else rng.choice(self.fonts.mono)))
            elif kind < 0.95:
                self.draw.line([x0, y, x1, y], fill=rng.randint(0, 180), width=rng.randint(1, 5))
                y += rng.uniform(4, 12) * self.unit
            elif kind < 0.98:  # letterspaced heading
                y = self._spaced_heading(x0, x1, y, limit, self.style(points * rng.uniform(0.9, 1.6)))
            else:
                y += rng.uniform(10, 60) * self.unit

    def _spaced_heading(self, x0: float, x1: float, y: float, limit: float, style: Style) -> float:
        face = self.face(style.name, style.points)
        track = self.rng.uniform(0.05, 0.22) * face.ascent
        items = self.items([Token(t.text.upper(), t.glued) for t in self.tokens(self.rng.randint(1, 4))], style, track)
        width = sum(item.width + track + face.ascent * 0.5 for item in items)
        if items and width < x1 - x0 and y + face.height < limit:
            self.write(items, x0, y + face.ascent, face, face.ascent * 0.45 + track, style.ink)
        return y + face.height * 1.4

    def build(self) -> Region:
        rng, unit = self.rng, self.unit
        columns = rng.choices((1, 2, 3), (5, 3.5, 1.2))[0]
        gutter = rng.uniform(11, 30) * unit
        points = rng.triangular(5.5, 14, 9.6)
        if columns == 3:
            points = min(points, 10)
        x0, x1 = rng.uniform(18, 80) * unit, self.width - rng.uniform(18, 80) * unit
        y = rng.uniform(4, 40) * unit
        if rng.random() < 0.06:
            self.sideways()
        if rng.random() < 0.3:
            y = self.paragraph(x0, x1, y, self.height - 4, self.style(points * rng.uniform(0.8, 2.4), align=rng.choice("lcr")), rng.randint(2, 10))
        width = (x1 - x0 - gutter * (columns - 1)) / columns
        if columns > 1 and rng.random() < 0.15:
            x = x0 + width + gutter / 2
            self.draw.line([x, y, x, self.height - 10], fill=rng.randint(0, 200), width=2)
        for c in range(columns):
            left = x0 + c * (width + gutter)
            self.column(left, left + width, y, self.height - rng.uniform(2, 30) * unit, points)
        return self._reduced()

    def _reduced(self) -> Region:
        width, height = int(self.width / self.oversampling), int(self.height / self.oversampling)
        image = cv2.resize(np.asarray(self.image), (width, height), interpolation=cv2.INTER_AREA)
        if self.rng.random() < 0.05:
            image = 255 - image
        sx, sy = width / self.width, height / self.height
        for line in self.lines:
            line.left = [x * sx for x in line.left]
            line.right = [x * sx for x in line.right]
            line.baseline *= sy
            line.ascent *= sy
            line.descent *= sy
        return Region(image, self.lines, dpi=self.dpi)
