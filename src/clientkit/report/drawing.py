"""Drawing in SVG: few shapes, words that are escaped, and nothing from outside the file."""

from collections.abc import Iterable
from html import escape
from re import compile as pattern
from unicodedata import combining, east_asian_width
from zlib import crc32

from .inks import Ink

__all__ = ["Drawing", "width_of", "wrapped"]

_FORBIDDEN = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may contain, not even escaped (XML 1.0, 2.2)."""
_FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Helvetica, Arial, sans-serif"
_NARROW, _WIDE = frozenset(" !'(),./:;I[]fijlrt|"), frozenset("%@MWmw")


class Drawing:
    """A picture in the making, with its text alternative; `svg` gives it as text.

    Colours are attributes, so that programs without style sheets show the light picture; a style
    sheet in the file turns them dark where the reader wants that. Its selectors, and all ids, bear
    a number made of the words, so that several pictures can stand in one page.
    """

    def __init__(self, title: str, description: str, *, width: int) -> None:
        self.width = width
        """In pixels, as are all lengths here."""
        self._title, self._description = _clean(title), _clean(description)
        self._parts: list[str] = []
        self._used: set[tuple[str, Ink]] = set()

    def text(  # noqa: PLR0913 (a word's look has that many sides)
        self,
        x: float,
        y: float,
        words: str,
        *,
        ink: Ink = Ink.TEXT,
        size: float = 14,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A line of words, from, around (`middle`) or up to (`end`) a point."""
        look = f' text-anchor="{anchor}"' if anchor != "start" else ""
        look += f' font-size="{_n(size)}"' if size != 14 else ""
        look += ' font-weight="bold"' if bold else ""
        at = f'x="{_n(x)}" y="{_n(y)}"'
        self._parts.append(f"<text {at}{look} {self._fill(ink)}>{_clean(words)}</text>")

    def path(
        self,
        points: Iterable[tuple[float, float]],
        ink: Ink,
        *,
        width: float = 1,
        dash: str | None = None,
    ) -> None:
        """A line through points."""
        places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._used.add(("stroke", ink))
        look = f'class="s{ink.name.lower()}" stroke="{ink.light}" stroke-width="{_n(width)}"'
        look += f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<polyline points="{places}" fill="none" {look}/>')

    def dot(self, x: float, y: float, radius: float, ink: Ink, words: str | None = None) -> None:
        """A filled circle, with words that appear when it is pointed at."""
        shape = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {self._fill(ink)}'
        self._parts.append(_with_words("circle", shape, words))

    def polygon(
        self, corners: Iterable[tuple[float, float]], ink: Ink, words: str | None = None
    ) -> None:
        """A filled shape, with words that appear when it is pointed at."""
        places = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
        self._parts.append(_with_words("polygon", f'points="{places}" {self._fill(ink)}', words))

    def svg(self, height: float) -> str:
        """The picture, as an SVG document without an XML declaration, to save or to put in HTML."""
        name = f"clientkit-{crc32(f'{self._title}{self._description}'.encode()):08x}"
        paper = f'<rect width="100%" height="100%" rx="6" {self._fill(Ink.PAPER)}/>'
        dark = "".join(
            f"#{name} .{how[0]}{ink.name.lower()}{{{how}:{ink.dark}}}"
            for how, ink in sorted(self._used, key=lambda one: (one[0], one[1].name))
        )
        tall = _n(height)
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}" role="img"',
            f'  aria-labelledby="{name}-title {name}-text" viewBox="0 0 {self.width} {tall}"',
            f'  width="{self.width}" height="{tall}" font-family="{_FONT}" font-size="14">',
            f'<title id="{name}-title">{self._title}</title>',
            f'<desc id="{name}-text">{self._description}</desc>',
            f"<style>@media screen and (prefers-color-scheme:dark){{{dark}}}</style>",
            paper,
            *self._parts,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"

    def _fill(self, ink: Ink) -> str:
        self._used.add(("fill", ink))
        return f'class="f{ink.name.lower()}" fill="{ink.light}"'


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line of words is, rather too much than too little."""
    return sum(map(_width, words)) * size * (1.1 if bold else 1.0)


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Words in lines that fit; a word wider than the room is broken."""
    lines = [""]
    for word in words.split():
        line = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(line, size, bold=bold) <= room:
            lines[-1] = line
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width_of(lines[-1] + letter, size, bold=bold) > room:
                lines.append("")
            lines[-1] += letter
    return lines if lines[0] else []


def _width(letter: str) -> float:
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.9
    return 0.7 if letter.isupper() else 0.6


def _with_words(shape: str, attributes: str, words: str | None) -> str:
    if words is None:
        return f"<{shape} {attributes}/>"
    return f"<{shape} {attributes}><title>{_clean(words)}</title></{shape}>"


def _clean(words: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", words))


def _n(value: float) -> str:
    return f"{value:z.1f}".removesuffix(".0")
