"""What the pages say: running text of the pack, and made-up numbers, codes, addresses, hanzi."""

from __future__ import annotations

import random
import string
from pathlib import Path
from typing import NamedTuple

from .charset import COMMON_HANZI, HANZI, SMALL

_MONTHS = (
    "January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug "
    "Sep Sept Oct Nov Dec Januar Februar März Mai Juni Juli Oktober Dezember janvier février mars avril juin juillet août "
    "septembre octobre décembre enero febrero abril mayo junio julio agosto octubre diciembre gennaio maggio giugno"
).split()
_LATIN = [c for c in SMALL[1:] if ord(c) < 0x2E80]
_CHINESE_MARKS = "，。、，。：；！？"
_ENCLOSED = ("（%s）", "《%s》", "“%s”", "【%s】", "「%s」", "〔%s〕", "(%s)", "〈%s〉", "‘%s’")


class Token(NamedTuple):
    """A run of characters that is drawn in one piece; ``glued`` means no space before it."""

    text: str
    glued: bool = False


def is_wide(character: str) -> bool:
    return ord(character) >= 0x2E80


class TextSource:
    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.rng = rng
        lines = lambda name: (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")  # noqa: E731
        self._english, self._western, self._chinese = lines("english"), lines("western"), lines("chinese")
        self._words = lines("words")
        entries = [line.split(" ") for line in lines("chinese-words")]
        self._chinese_words = [w for w, _ in entries]
        total, self._cumulative = 0.0, []
        for _, count in entries:
            total += (int(count) + 3) ** 0.5  # flatter than in print, so that rare hanzi are learned
            self._cumulative.append(total)

    # -- pieces ---------------------------------------------------------------------------------

    def word(self) -> str:
        rng = self.rng
        word = rng.choice(self._words)
        style = rng.random()
        if style < 0.14:
            word = word.upper()
        elif style < 0.38:
            word = word[:1].upper() + word[1:]
        if rng.random() < 0.12:
            word += rng.choice(",.;:!?,.,.")
        elif rng.random() < 0.05:
            pattern = rng.choice(("(%s)", '"%s"', "“%s”", "‘%s’", "'%s'", "[%s]", "%s-X", "%s/X", "*%s", "<%s>", "{%s}", "«%s»",
                                  "„%s“", "‹%s›", "%s…", "¿%s?", "¡%s!", "%s&X", "#%s", "%s’s", "l’%s"))
            word = pattern.replace("X", rng.choice(self._words)) % word
        return word

    def digits(self, low: int, high: int) -> str:
        return "".join(self.rng.choice(string.digits) for _ in range(self.rng.randint(low, high)))

    def amount(self) -> str:
        rng = self.rng
        value = rng.uniform(0, 10 ** rng.randint(0, 7))
        text = f"{value:,.{rng.choice((0, 1, 2, 2, 2, 2, 3, 4))}f}"
        style = rng.random()
        if style < 0.2:
            text = text.translate(str.maketrans(",.", ".,"))
        elif style < 0.27:
            text = text.replace(",", " ").replace(" ", rng.choice((" ", "'", "")))
        style = rng.random()
        if style < 0.2:
            text = rng.choice(("$", "€", "£", "¥", "US$", "CHF ", "EUR ", "RM", "Rs. ", "HK$")) + text
        elif style < 0.3:
            text += rng.choice((" €", "€", " $", "%", " %", " EUR", " USD", " kg", " kWh", " m²", "‰", " mm"))
        if rng.random() < 0.1:
            text = rng.choice(("-%s", "−%s", "(%s)", "+%s", "±%s", "~%s", "<%s", "≤%s", "≥%s", "%s-", "%s*")) % text
        return text

    def date(self) -> str:
        rng = self.rng
        day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1900, 2035)
        name, mark = rng.choice(_MONTHS), rng.choice("/.-")
        return rng.choice((
            f"{day:02d}{mark}{month:02d}{mark}{year}", f"{year}-{month:02d}-{day:02d}", f"{name} {day}, {year}",
            f"{day}. {name} {year}", f"{day} {name} {year}", f"{month}/{day}/{year % 100:02d}", f"{day:02d}-{name[:3]}-{year}",
            f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}", f"{rng.randint(1, 12)}:{rng.randint(0, 59):02d} {rng.choice(('AM', 'PM', 'am', 'p.m.'))}",
            f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}", f"{year}/{month:02d}/{day:02d}",
        ))

    def code(self) -> str:
        rng = self.rng
        style = rng.random()
        if style < 0.35:
            return "".join(rng.choice(string.ascii_uppercase + string.digits * 2) for _ in range(rng.randint(3, 14)))
        if style < 0.5:
            return "-".join("".join(rng.choice(string.ascii_uppercase + string.digits) for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(2, 4)))
        if style < 0.6:
            return "".join(rng.choice("0123456789abcdef") for _ in range(rng.randint(6, 24)))
        if style < 0.72:
            return f"{rng.choice(('DE', 'FR', 'IT', 'ES', 'NL', 'CH', 'GB'))}{self.digits(2, 2)} " + " ".join(self.digits(4, 4) for _ in range(rng.randint(2, 5)))
        if style < 0.86:
            return rng.choice(("No. %s", "Nr. %s", "#%s", "Ref. %s", "§ %s", "№ %s", "Art. %s", "Tel. %s", "ISBN %s", "p. %s", "N° %s", "Fig. %s", "(%s)", "[%s]")) % self.digits(1, 8)
        return f"+{self.digits(1, 2)} ({self.digits(2, 3)}) {self.digits(3, 3)}-{self.digits(4, 4)}"

    def number(self) -> str:
        rng = self.rng
        style = rng.random()
        if style < 0.25:
            return self.digits(1, 7)
        if style < 0.52:
            return self.amount()
        if style < 0.66:
            return self.date()
        if style < 0.78:
            return self.code()
        if style < 0.83:
            return f"{rng.randint(1, 30)}.{rng.randint(0, 30)}" + (f".{rng.randint(0, 20)}" if rng.random() < 0.4 else "")
        if style < 0.88:
            return f"{rng.uniform(-10, 10):.{rng.randint(1, 4)}f}".replace("-", rng.choice("-−–"))
        if style < 0.93:
            return f"{rng.randint(1, 999)}{rng.choice('–-—/×:±')}{rng.randint(1, 999)}"
        if style < 0.96:
            return f"{rng.uniform(1, 10):.{rng.randint(1, 3)}f}{rng.choice(('e-', 'E+', '×10', 'e'))}{rng.randint(0, 12)}"
        return "[" + ", ".join(self.digits(1, 3) for _ in range(rng.randint(1, 3))) + "]"

    def address(self) -> str:
        """An e-mail address, a URL, a path or a call."""
        rng = self.rng

        def name() -> str:
            return "".join(c for c in rng.choice(self._words) if c.isascii() and c.isalpha()).lower() or "x"

        style = rng.random()
        domain = rng.choice(("com", "org", "edu", "gov", "de", "net", "io", "fr", "it", "es", "cn", "co.uk", "eu"))
        if style < 0.35:
            return f"{name()}{rng.choice(('', '.', '_', '-'))}{name()}{rng.choice(('', self.digits(1, 3)))}@{name()}.{domain}"
        if style < 0.8:
            url = f"{rng.choice(('http://', 'https://', 'www.', 'https://www.', ''))}{name()}.{domain}/{name()}{rng.choice('/-_.')}{name()}"
            return url + rng.choice(("", "", self.digits(1, 5), f"?id={self.digits(1, 5)}&q={name()}", ".html", "/#" + name()))
        if style < 0.9:
            return rng.choice(("/usr/%s/%s", "C:\\%s\\%s", "~/%s/%s.txt", "%s::%s", "%s->%s")) % (name(), name())
        return f"{name()}_{name()}({name()}={rng.randint(0, 99)})"

    def garbage(self) -> str:
        """Any Latin characters and symbols in any order, so that none is left unlearned."""
        return "".join(self.rng.choice(_LATIN) if self.rng.random() < 0.5 else chr(self.rng.randint(33, 126)) for _ in range(self.rng.randint(1, 9)))

    def hanzi(self, low: int, high: int) -> str:
        rng = self.rng
        if rng.random() < 0.75:
            return rng.choices(self._chinese_words, cum_weights=self._cumulative)[0]
        return "".join(rng.choice(COMMON_HANZI if rng.random() < 0.75 else HANZI) for _ in range(rng.randint(low, high)))

    # -- lines ----------------------------------------------------------------------------------

    def latin(self, count: int) -> list[Token]:
        """About ``count`` words of a Western language or things that stand in tables and forms."""
        rng = self.rng
        style = rng.random()
        if style < 0.40:
            words = rng.choice(self._english).split(" ")
        elif style < 0.66:
            words = rng.choice(self._western).split(" ")
        elif style < 0.76:
            words = [self.word() for _ in range(count)]
        elif style < 0.90:
            words = [self.word() if rng.random() < 0.5 else self.number() for _ in range(count)]
        elif style < 0.93:
            words = [self.address() if rng.random() < 0.3 else self.word() for _ in range(count)]
        elif style < 0.95:
            words = [self.garbage() if rng.random() < 0.5 else self.word() for _ in range(count)]
        else:
            words = rng.choice(self._english if rng.random() < 0.6 else self._western).upper().split(" ")
        while len(words) < count and rng.random() < 0.7:
            words = words + rng.choice(self._english).split(" ")
        start = rng.randint(0, len(words) // 3) if rng.random() < 0.5 else 0
        words = [w for w in " ".join(words[start:start + count]).split(" ") if w]
        if len(words) > 3 and rng.random() < 0.12:
            self._quote(words)
        return [Token(w) for w in words]

    def _quote(self, words: list[str]) -> None:
        """Puts quotation marks around some of the words, with the mark of punctuation inside or outside."""
        rng = self.rng
        first = rng.randrange(len(words) - 1)
        last = rng.randrange(first, len(words) - 1)
        before, after = rng.choice(('""', '""', "“”", "“”", "''", "‘’", "«»", "„“"))
        words[first] = before + words[first]
        words[last] = words[last].rstrip(".,;:") + rng.choice((after, "." + after, "," + after, after + ",", after + ".", "?" + after, "!" + after))

    def chinese(self, count: int) -> list[Token]:
        """Chinese text, often mixed with Latin, numbers and full-width punctuation."""
        rng = self.rng
        style = rng.random()
        if style < 0.35:
            text = rng.choice(self._chinese)
        elif style < 0.85:
            parts: list[str] = []
            while sum(map(len, parts)) < count * 2:
                kind = rng.random()
                if kind < 0.70:
                    parts.append("".join(self.hanzi(2, 6) for _ in range(rng.randint(1, 4))))
                elif kind < 0.83:
                    parts.append(rng.choice(_CHINESE_MARKS))
                elif kind < 0.92:
                    parts.append(self.number().replace(" ", "") + rng.choice(("", "", "年", "月", "元", "万元", "％", "号", "人")))
                elif kind < 0.97:
                    parts.append(rng.choice(_ENCLOSED) % self.hanzi(1, 6))
                else:
                    parts.append(self.word())
            text = "".join(parts)
        else:
            text = " ".join(self.hanzi(1, 4) if rng.random() < 0.6 else self.word() for _ in range(count))
        start = rng.randint(0, max(0, len(text) - 200)) if len(text) > 200 else 0
        return split_chinese(text[start:start + count * 4], rng)[:count * 2]

    def chinese_date(self) -> str:
        return f"{self.rng.randint(1980, 2030)}年{self.rng.randint(1, 12)}月{self.rng.randint(1, 31)}日"


def split_chinese(text: str, rng: random.Random) -> list[Token]:
    """Cuts text into tokens at spaces, and where hanzi meet Latin; hanzi come in short runs."""
    tokens: list[Token] = []
    for piece in text.split(" "):
        position, glued = 0, False
        while position < len(piece):
            wide = is_wide(piece[position])
            limit = len(piece) if not wide else min(len(piece), position + rng.randint(1, 5))
            end = position + 1
            while end < limit and is_wide(piece[end]) == wide:
                end += 1
            tokens.append(Token(piece[position:end], glued))
            position, glued = end, True
    return tokens
