"""``python -m quire_ocr.prepare``: from Debian packages to a font pack and a text pack.

Downloads the packages named in ``packages.txt`` with ``apt-get download`` (no root needed),
unpacks them, cuts the fonts down to the charset and collects running text.  The result is one
folder that the page generator reads:

    fonts/*.ttf, *.otf    subset fonts
    fonts/coverage.json   file name -> the characters it draws
    text/english.txt, western.txt, chinese.txt    one paragraph a line
    text/words.txt        words of eleven Western European word lists
    text/chinese-words.txt    "word frequency"
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTLibError

from .charset import CHARSET, HANZI

PACKAGES = Path(__file__).with_name("packages.txt")
LIGATURES = "ﬀﬁﬂﬃﬄ"

# (path pattern under the unpacked root, face number) of the fonts for Chinese
CHINESE_FONTS = [
    ("wqy/wqy-microhei.ttc", 0),
    ("wqy/wqy-zenhei.ttc", 0),
    ("arphic-gbsn00lp/gbsn00lp.ttf", -1),
    ("arphic-gkai00mp/gkai00mp.ttf", -1),
    ("droid/DroidSansFallbackFull.ttf", -1),
    ("noto/NotoSansCJK-Regular.ttc", 2),
    ("noto/NotoSansCJK-Bold.ttc", 2),
    ("noto/NotoSerifCJK-Regular.ttc", 2),
    ("noto/NotoSerifCJK-Bold.ttc", 2),
    ("lxgw-wenkai/LXGWWenKai-Regular.ttf", -1),
]

# fonts for Latin text: families that people meet in documents, not everything a package holds
LATIN_FONTS = re.compile(
    "|".join([
        r"DejaVu(Sans|SansMono|Serif|SansCondensed|SerifCondensed)(-Bold|-Oblique|-Italic|-BoldOblique)?\.",
        r"liberation2?/Liberation", r"freefont/", r"urw-base35/.*\.otf", r"crosextra/", r"open-sans/",
        r"Roboto-(Bold|Regular|Italic|Light|Medium|BoldItalic)\.", r"RobotoCondensed-", r"roboto/slab/.*(Regular|Bold)\.",
        r"Lato-(Regular|Bold|Italic|BoldItalic|Light|Medium|Semibold)\.", r"[Ii]nconsolata",
        r"Lin(Biolinum|Libertine)_R", r"cmun(rm|bx|ti|bi|sl|ss|sx|si|tt|it|bsr|vt|tb|so|orm|ssdc)\.",
        r"ComicNeue-(Regular|Bold|Italic)\.", r"Cantarell-(Regular|Bold)\.", r"EBGaramond12-", r"charis/", r"gentium/Gentium",
        r"stix-word/", r"AccanthisADFStd-(Regular|Bold|Italic)", r"VeranaSans-(Regular|Bold|Oblique)", r"oldstandard",
        r"JetBrainsMono-(Regular|Bold|Italic)\.", r"Courier Prime\.|Courier Prime Bold\.", r"Vollkorn-(Regular|Bold|Italic)\.",
        r"B612-", r"Hack-(Regular|Bold)\.", r"Noto(Sans|Serif|SansMono|SansDisplay|SerifDisplay)-(Regular|Bold|Italic|BoldItalic)\.",
        r"OCRA\.", r"Jura-(Regular|Medium)", r"Quicksand-(Regular|Medium|Bold)", r"croscore/",
        r"Inter-(Regular|Bold|Italic|Light|Medium)\.", r"Andika-(R|Regular|B|Bold)\.", r"Junicode-(Regular|Bold|Italic)\.",
        r"GFSDidot",
    ])
)

DROPPED_TABLES = (
    "GSUB GPOS GDEF kern MATH DSIG BASE STAT VORG vhea vmtx FFTM morx mort Silf Glat Gloc Feat Sill "
    "EBDT EBLC EBSC bdat bloc SVG COLR CPAL"
).split()


def download(cache: Path, root: Path) -> None:
    """Fetches the packages into ``cache`` and unpacks them under ``root``."""
    cache.mkdir(parents=True, exist_ok=True)
    names = PACKAGES.read_text().split()
    have = {p.name.split("_")[0] for p in cache.glob("*.deb")}
    missing = [n for n in names if n not in have]
    if missing:
        subprocess.run(["apt-get", "download", *missing], cwd=cache, check=True)
    root.mkdir(parents=True, exist_ok=True)
    for name in names:
        for package in cache.glob(f"{name}_*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(root)], check=True)


def subset_font(source: Path, face: int, target: Path, wanted: set[str]) -> str:
    """Writes the font cut down to the wanted characters; returns those that it draws."""
    options = subset.Options(
        layout_features=[], glyph_names=False, ignore_missing_unicodes=True, notdef_outline=True,
        hinting=False, recalc_bounds=False, name_IDs=[1, 2], ignore_missing_glyphs=True,
    )
    options.drop_tables += DROPPED_TABLES
    options.font_number = face
    font = subset.load_font(str(source), options)
    drawn = sorted(wanted & {chr(c) for c in font.getBestCmap()})
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in drawn])
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    return "".join(drawn)


def prepare_fonts(root: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    fullwidth = {chr(c) for c in range(0xFF01, 0xFF5F)} | {"￥"}
    everything = set(CHARSET) | fullwidth
    latin = {c for c in CHARSET if c not in HANZI and not 0x3000 <= ord(c) < 0xFF60} | set(LIGATURES)
    coverage: dict[str, str] = {}
    for path in sorted((root / "usr/share/fonts").rglob("*.[ot]tf")):
        if not LATIN_FONTS.search(str(path)):
            continue
        name = path.name.replace(" ", "_")
        if name in coverage:
            continue
        try:
            drawn = subset_font(path, -1, out / name, latin)
        except (TTLibError, subset.Subsetter.SubsettingError, KeyError, AssertionError, ValueError) as e:
            print("skipped", name, repr(e)[:80])
            continue
        if set("ABCxyz019.,") <= set(drawn):
            coverage[name] = drawn
        else:
            (out / name).unlink()
    for pattern, face in CHINESE_FONTS:
        found = sorted((root / "usr/share/fonts").rglob("*" + pattern.split("/")[-1]))
        if not found:
            raise FileNotFoundError(pattern)
        suffix = ".otf" if "Noto" in pattern else ".ttf"
        name = "CJK-" + found[0].stem + suffix
        coverage[name] = subset_font(found[0], face, out / name, everything)
        print(name, len(coverage[name]), (out / name).stat().st_size)
    (out / "coverage.json").write_text(json.dumps(coverage, ensure_ascii=False))
    print(len(coverage), "fonts")


def paragraphs_of_html(text: str) -> Iterator[str]:
    text = re.sub(r"(?s)<(script|style|head|pre)\b.*?</\1>", " ", text)
    for block in re.split(r"(?i)</?(?:p|div|li|td|th|h\d|dt|dd|br|tr|table|ul|ol|title)\b[^>]*>", text):
        yield html.unescape(re.sub(r"<[^>]*>", "", block))


_ROFF = (
    (r"\-", "-"), (r"\(aq", "'"), (r"\(lq", "“"), (r"\(rq", "”"), (r"\(dq", '"'), (r"\(em", "—"),
    (r"\(en", "–"), (r"\(bu", "•"), (r"\&", ""), (r"\|", ""), (r"\'", "'"), (r"\`", "`"),
    (r"\(co", "©"), (r"\ ", " "), (r"\:", ""), (r"\~", " "), (r"\e", "\\"),
)


def paragraphs_of_roff(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        if line[:1] in (".", "'"):
            if lines:
                yield " ".join(lines)
                lines = []
            continue
        line = re.sub(r"\\f(\[[A-Z]*\]|\([A-Z]{2}|.)", "", line)
        line = re.sub(r"\\s[-+]?\d", "", line)
        for escape, plain in _ROFF:
            line = line.replace(escape, plain)
        line = re.sub(r"\\\*?(\(..|\[[^\]]*\])", "", line)
        if line.count("\\") <= 1:
            lines.append(line)
    yield " ".join(lines)


def paragraphs_of_plain(text: str) -> Iterator[str]:
    yield from re.split(r"\n\s*\n|\n%\n|\n%%\n", text)


def read(path: Path, limit: int = 300_000) -> str:
    try:
        data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
        return data[:limit].decode("utf-8", "strict" if len(data) <= limit else "ignore")
    except (OSError, UnicodeDecodeError, EOFError):
        return ""


def paragraphs(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        name = path.name.removesuffix(".gz")
        text = read(path)
        if name.endswith((".html", ".htm")):
            split = paragraphs_of_html
        elif re.search(r"\.[1-8]$", name):
            split = paragraphs_of_roff
        else:
            split = paragraphs_of_plain
        yield from split(text)


def write_paragraphs(out: Path, found: Iterable[str], limit: int, seed: int) -> None:
    """Cleans, shuffles and cuts the paragraphs to ``limit`` characters."""
    unique: dict[str, str] = {}
    for paragraph in found:
        paragraph = re.sub(r"[=*#_~-]{4,}", "", paragraph)
        paragraph = re.sub(r"\s+", " ", paragraph).strip(" #*|")
        if len(paragraph) > 15:
            unique.setdefault(paragraph[:60], paragraph[:2500])
    ordered = [unique[k] for k in sorted(unique)]
    random.Random(seed).shuffle(ordered)
    kept, size = [], 0
    for paragraph in ordered:
        kept.append(paragraph)
        size += len(paragraph)
        if size > limit:
            break
    out.write_text("\n".join(kept), encoding="utf-8")
    print(out.name, len(kept), "paragraphs", size, "characters")


def prepare_text(root: Path, out: Path, seed: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    share = root / "usr/share"

    def files(*patterns: str) -> list[Path]:
        found = [p for pattern in patterns for p in share.glob(pattern) if p.is_file() and not p.is_symlink()]
        return sorted(found)

    help_ = "libreoffice/help/"
    english = files("man/man7/*.gz", "man/man5/*.gz", "man/man2/*.gz", "games/fortunes/*[a-z]",
                    "doc/debian-handbook/html/en-US/*.html", "debian-reference/*.en.html", "bible/*",
                    help_ + "en-US/text/**/*.html")
    western: list[Path] = []
    for language, region in {"de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "pt": "pt-BR", "nl": "nl-NL",
                             "sv": "sv-SE", "da": "da-DK", "fi": "fi-FI", "pl": "pl-PL"}.items():
        western += files(f"man/{language}/man*/*.gz", f"man/{language}_BR/man*/*.gz", f"games/fortunes/{language}/*[a-z]",
                         f"doc/debian-handbook/html/{region}/*.html", help_ + f"{language}/text/**/*.html")
    chinese = files("man/zh_CN/man*/*.gz", "games/fortunes/*chinese*", "games/fortunes/song100", "games/fortunes/tang300",
                    "doc/debian-handbook/html/zh-CN/*.html", "debian-reference/*.zh-cn.html",
                    "doc/maint-guide*/html/*.html", "doc/debian-faq*/**/*.html", "doc/debian/FAQ/*.zh-cn.html",
                    help_ + "zh-CN/text/**/*.html")
    is_chinese = re.compile("[\u4e00-\u9fff]")
    write_paragraphs(out / "english.txt", paragraphs(english), 6_000_000, seed)
    write_paragraphs(out / "western.txt", paragraphs(western), 6_000_000, seed)
    write_paragraphs(out / "chinese.txt", (p for p in paragraphs(chinese) if is_chinese.search(p)), 4_000_000, seed)

    rng = random.Random(seed)
    words: set[str] = set()
    for path in files("dict/*"):
        listed = [w for w in read(path, 10_000_000).split("\n") if w and "/" not in w]
        words.update(rng.sample(listed, min(len(listed), 60_000 if "english" in path.name else 15_000)))
    (out / "words.txt").write_text("\n".join(sorted(words)), encoding="utf-8")
    known = set(CHARSET)
    entries = []
    for line in read(root / "usr/lib/python3/dist-packages/jieba/dict.txt", 10_000_000).split("\n"):
        fields = line.split(" ")
        if len(fields) == 3 and set(fields[0]) <= known and len(fields[0]) <= 8:
            entries.append((int(fields[1]), fields[0]))
    entries.sort(reverse=True)
    lines = [f"{word} {count}" for count, word in entries[:120_000]]
    (out / "chinese-words.txt").write_text("\n".join(lines), encoding="utf-8")
    print("words", len(words), "Chinese words", len(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("target/ocr/pack"))
    parser.add_argument("--cache", type=Path, default=Path("target/ocr/debian"), help="downloaded and unpacked packages")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    download(arguments.cache / "debs", arguments.cache / "root")
    prepare_text(arguments.cache / "root", arguments.out / "text", arguments.seed)
    prepare_fonts(arguments.cache / "root", arguments.out / "fonts")


if __name__ == "__main__":
    main()
