"""What each code of a finding means, why it matters to a client, and how to mend it.

The catalogue is a file of the package, which `catalogue_generation` makes of the docstrings of the
rules and of the documents that the tests check, so that nothing in it can be out of date.
"""

import json
from difflib import get_close_matches
from importlib.resources import files

import attrs

from clientkit.base import InvalidValueError, Severity
from clientkit.base._caching import cached

__all__ = ["Explanation", "closest_code", "explain", "finding_codes"]

CATALOGUE = "catalogue.json"


@attrs.frozen(kw_only=True)
class Explanation:
    """The entry of one code in the catalogue of findings."""

    code: str
    """The code, as ``family.kebab-case``."""
    severity: Severity
    """How much its findings matter."""
    text: str
    """What it is, why it matters to a client, and how to mend it, as reStructuredText."""
    syntax: str
    """What the examples are written in, `yaml` or `python`."""
    failing: str
    """A document, or a few lines of Python, with just this finding."""
    mended: str
    """The same without it."""
    message: str
    """What the finding of the failing example says."""
    suggestion: str | None
    """What it suggests, where it does."""

    @property
    def summary(self) -> str:
        """The first paragraph of its text, in one line."""
        return " ".join(self.text.partition("\n\n")[0].split())


def finding_codes() -> tuple[str, ...]:
    """Every code that a function of this library can give, in alphabetical order.

    >>> from clientkit.documents import finding_codes
    >>> [code for code in finding_codes() if code.startswith("shape.")]
    ['shape.count', 'shape.missing-key', 'shape.type', 'shape.unknown-key', 'shape.value']
    """
    return tuple(_catalogue())


def explain(code: str) -> Explanation:
    """The entry of a code.

    >>> from clientkit.documents import explain
    >>> explain("plan.unknown-id").summary
    'A reference names something that the plan does not define.'

    Raises:
        InvalidValueError: No function of this library gives such a code.
    """
    known = _catalogue()
    if code not in known:
        raise InvalidValueError(str(code), "the code of a finding such as 'plan.unknown-id'")
    return known[code]


def closest_code(code: str) -> str | None:
    """The code that was probably meant, also where its family was left out."""
    codes = finding_codes()
    bare = {one.partition(".")[2]: one for one in reversed(codes)}
    for choices, names in (({one: one for one in codes}, codes), (bare, tuple(bare))):
        found = get_close_matches(str(code).lower(), names, n=1, cutoff=0.7)
        if found:
            return choices[found[0]]
    return None


@cached
def _catalogue() -> dict[str, Explanation]:
    text = files("clientkit.documents").joinpath(CATALOGUE).read_text(encoding="utf-8")
    return {
        entry["code"]: Explanation(**{**entry, "severity": Severity(entry["severity"])})
        for entry in json.loads(text)
    }
