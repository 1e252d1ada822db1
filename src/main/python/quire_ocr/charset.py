"""The characters that the recogniser can write, in the order that ships with the model.

The first 4,123 characters are those of the first generation and never change place; what the
second generation added follows them.  Class 0 is the CTC blank, class i is ``CHARSET[i - 1]``.

Inside the networks the classes have another order, small group first and hanzi last (see
``networks.Recognizer``); ``TO_INTERNAL`` and ``TO_CLASS`` translate.
"""

from __future__ import annotations

_LATIN = (
    "".join(map(chr, range(0x21, 0x7F)))
    + "".join(chr(c) for c in range(0xA1, 0x100) if c != 0xAD)
    + "ŒœŠšŽžŸƒŁłĆćČčĐđĎďĚěĘęĄąĞğİıŃńŇňŐőŘřŚśŞşŢţŤťŰűŮůŹźŻżĂăĀāĒēĪīŌōŪūĹĺĽľŔŕ"
)
_SYMBOLS = "–—‘’‚“”„†‡•…‰′″‹›€™−≈≠≤≥∞√∑∏∫∂∆∇∈→←↑↓⇒↔◦▪■□●○✓★"
_GREEK = "αβγδεζηθικλμνξοπρςστυφχψωΓΔΘΛΞΠΣΦΨΩ"
_WIDE = "、。，：；！？（）《》〈〉「」『』【】〔〕～％＋－＝／"

# second generation: symbols of forms, lists, formulas and Chinese documents
_MORE_SYMBOLS = "①②③④⑤⑥⑦⑧⑨⑩№℃※☆◆◇▲△▼►☐☑☒✔✗⁄≡∝∩∪⊂⊆∀∃∧∨∠⊥∥⊕ℓȘșȚț"


def _gb2312(first_row: int, last_row: int) -> list[str]:
    """The hanzi of the GB 2312 rows from first_row to last_row."""
    characters = []
    for row in range(first_row, last_row + 1):
        for cell in range(0xA1, 0xFF):
            try:
                characters.append(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass  # a few cells are empty
    return characters


_FIRST = list(dict.fromkeys(_LATIN + _SYMBOLS + _GREEK + _WIDE))
_COMMON_HANZI = _gb2312(0xB0, 0xD7)  # level 1: 3,755
_RARE_HANZI = _gb2312(0xD8, 0xF7)  # level 2: 3,008, second generation
_ADDED = [c for c in dict.fromkeys(_MORE_SYMBOLS) if c not in _FIRST]

CHARSET: list[str] = [" ", *_FIRST, *_COMMON_HANZI, *_ADDED, *_RARE_HANZI]
FIRST_GENERATION = 1 + len(_FIRST) + len(_COMMON_HANZI)

CLASS_OF: dict[str, int] = {c: i + 1 for i, c in enumerate(CHARSET)}
SMALL: list[str] = [" ", *_FIRST, *_ADDED]
HANZI: list[str] = _COMMON_HANZI + _RARE_HANZI
COMMON_HANZI: list[str] = _COMMON_HANZI

SMALL_CLASSES = len(SMALL) + 1  # with the blank
HANZI_CLASSES = len(HANZI)
CLASSES = SMALL_CLASSES + HANZI_CLASSES

TO_INTERNAL: dict[str, int] = {c: i + 1 for i, c in enumerate(SMALL + HANZI)}
TO_CLASS: list[int] = [0] + [CLASS_OF[c] for c in SMALL + HANZI]

assert FIRST_GENERATION == 4123
assert len(set(CHARSET)) == len(CHARSET)
