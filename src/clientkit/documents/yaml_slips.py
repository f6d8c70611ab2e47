"""What people mostly did where YAML cannot be read, told by the parser's words and the text."""

import re

__all__ = ["NO_SPACE", "mended_syntax"]

NO_SPACE = re.compile("[ -]*[A-Za-z_]+:[^ :/]+")
"""A key and its value without the space between them."""
_INDENTATION = "look at the indentation: keys that belong together begin in one column"


def mended_syntax(text: str, offset: int, problem: str, opened: int) -> str | None:
    """What to look at, for the slips that are made most."""
    above, _, line = text[:offset].rpartition("\n")
    if text[offset : offset + 1] == "\t":
        return "indent with spaces"
    if "quoted scalar" in problem and "end of stream" in problem:
        return "close the quotation mark"
    if "cannot start any token" in problem:
        return "put the text in quotes"
    if "mapping values are not allowed" in problem:
        if ": " in line:
            return "put a text that holds ': ' in quotes"
        if NO_SPACE.fullmatch(above.rpartition("\n")[2]):
            return "put a space after the ':' of the line above"
        return _INDENTATION
    if "',' or '" in problem:
        bracket = text[opened : opened + 1]
        if "\n" in text[opened:offset]:
            return f"close the {bracket!r} of line {text.count(chr(10), 0, opened) + 1}"
        closing = "}" if bracket == "{" else "]"
        return f"look for a comma, a quotation mark or a {closing!r} that is missing"
    if any(words in problem for words in ("expected '-'", "expected key", "expected <block end>")):
        has_dash = re.match("-[^ \n-]", text[offset : offset + 2])
        return "put a space after the '-'" if has_dash else _INDENTATION
    return None
