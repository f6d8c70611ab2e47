"""What people mostly did where YAML cannot be read, told by the parser's words and the text."""

import re

__all__ = ["NO_SPACE", "mended_syntax"]

NO_SPACE = re.compile("[ -]*[A-Za-z_]+:[^ :/]+")
"""A key and its value without the space between them."""
_INDENTATION = "look at the indentation: keys that belong together begin in one column"
_NO_SPACE_AFTER_DASH = re.compile(" *-[A-Za-z_]+:.*")
_FOREIGN_SPACE = "[\u00a0\u2000-\u200b\u202f\u3000\ufeff]"
_INDENTED_STRANGELY = re.compile(f" *{_FOREIGN_SPACE}")
_CLOSED_TOO_EARLY = re.compile("(?:.*[:,[{-] +|[ ]*)(?P<quote>[\"']).*(?P=quote) *")
_LONGEST = 1_000
"""Lines of more characters are not searched for quotation marks, which takes long."""
_KEY_WITHOUT_COLON = (
    (re.compile("[A-Za-z_]+:(?!//)[^ \\n]"), "put a space after the ':'"),
    (re.compile("[A-Za-z_]+ *\uff1a"), "write ':' and a space"),
)
_PROBLEMS = (
    ("end of stream while scanning a quoted scalar", "close the quotation mark"),
    ("cannot start any token", "put the text in quotes"),
    ("escape", "write each '\\' between double quotation marks twice"),
    ("hexdecimal", "write each '\\' between double quotation marks twice"),
    ("scanning an alias", "put the text in quotes"),
    ("scanning an anchor", "put the text in quotes"),
    ("scanning a block scalar", "put the text in quotes, or begin it on the next line"),
    ("mapping keys are not allowed", "put the text in quotes"),
    (
        "sequence entries are not allowed",
        "begin a list on a line of its own, or put a text that begins with '-' in quotes",
    ),
    ("document start", "remove what stands after the end of the document"),
)
"""Words of the parser that say enough, each with what to do."""


def mended_syntax(text: str, offset: int, problem: str, opened: int) -> str | None:
    """What to look at, for the slips that are made most."""
    above, _, line = text[:offset].rpartition("\n")
    before = above.rpartition("\n")[2]
    if text[offset : offset + 1] == "\t":
        return "indent with spaces"
    for words, hint in _PROBLEMS:
        if words in problem:
            return hint
    if _INDENTED_STRANGELY.match(line) or _INDENTED_STRANGELY.match(before):
        return "indent with plain spaces: one that looks like them is another character"
    if "expected ':'" in problem:
        lacking = _lacking(text[offset : offset + 120])
        return lacking or "put a ':' and a space after the key, or join the lines of one text"
    if "mapping values are not allowed" in problem:
        return _mended_value(line, before)
    return _mended_end(line) or _mended_collection(text, offset, problem, opened)


def _lacking(rest: str) -> str | None:
    """What a key lacks, where `rest` is the text from it on."""
    return next((hint for pattern, hint in _KEY_WITHOUT_COLON if pattern.match(rest)), None)


def _mended_value(line: str, before: str) -> str:
    """What made a value of a key out of what cannot have one."""
    if ": " in line:
        return "put a text that holds ': ' in quotes"
    if _NO_SPACE_AFTER_DASH.fullmatch(before):
        return "put a space after the '-', in the line above"
    lacking = _lacking(before.lstrip(" -"))
    return f"{lacking}, in the line above" if lacking else _INDENTATION


def _mended_end(line: str) -> str | None:
    """How to mend a quoted text that ends before it should."""
    early = _CLOSED_TOO_EARLY.fullmatch(line) if len(line) < _LONGEST else None
    if early is None:
        return None
    if early["quote"] == "'" and not line.endswith(" "):
        return "write an apostrophe between single quotation marks twice"
    return "put all of the text in one pair of quotation marks"


def _mended_collection(text: str, offset: int, problem: str, opened: int) -> str | None:
    """What a list or a mapping lacks, that was opened at an offset."""
    if "',' or '" in problem:
        bracket = text[opened : opened + 1]
        if "\n" in text[opened:offset]:
            return f"close the {bracket!r} of line {text.count(chr(10), 0, opened) + 1}"
        if text[offset : offset + 1] == ":":
            return "put a comma between the values, or a text that holds ': ' in quotes"
        closing = "}" if bracket == "{" else "]"
        return f"look for a comma, a quotation mark or a {closing!r} that is missing"
    if any(words in problem for words in ("expected '-'", "expected key", "expected <block end>")):
        has_dash = re.match("-[^ \n-]", text[offset : offset + 2])
        return "put a space after the '-'" if has_dash else _INDENTATION
    return None
