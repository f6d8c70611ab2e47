"""Leaves out findings that a plan says may stay, and judges what it says."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from clientkit.base import Finding, Severity, pointer, to_data

from .model import ClientPlan, IgnoredFinding

__all__ = ["without_ignored"]


def without_ignored(
    plan: ClientPlan,
    findings: Iterable[Finding],
    *,
    data: object,
    codes: Collection[str],
    as_of: dt.date | None,
    complete: bool,
) -> Iterator[Finding]:
    """The findings of a plan that it does not ignore, and those about the entries that do.

    `data` are the plan's plain data, in which places are found by id. `codes` are those of all
    checks that were made; entries for codes of foreign families are left alone, for their rules may
    be somebody else's. An entry holds on its last day, and without `as_of` for good. Where the
    plan could not be read as a whole, or contradicts itself, its findings are not `complete`, and
    no entry is said to match nothing: what it matches may have been masked.
    """
    # Where keys are misspelt, the plan as it was read still knows the items by their ids.
    known = [data] if complete else [data, to_data(plan)]
    judges = [_Judge(index, entry, as_of) for index, entry in enumerate(plan.ignore)]
    for finding in findings:
        spellings = (finding.path, *(_by_id(finding.path, one) for one in known))
        hits = [judge for judge in judges if judge.matches(finding, spellings)]
        for judge in hits:
            judge.hit(finding)
        if not any(judge.holds for judge in hits) or finding.severity is Severity.ERROR:
            yield finding
    families = {code.partition(".")[0] for code in codes}
    for judge in judges:
        if not judge.holds:
            yield judge.expired()
        elif (complete or judge.met_error) and not judge.used and judge.family in families:
            yield judge.unused(codes)


class _Judge:
    """One entry, and whether it was of use."""

    def __init__(self, index: int, entry: IgnoredFinding, as_of: dt.date | None) -> None:
        self.entry = entry
        self.path = pointer("ignore", index)
        self.family = entry.code.partition(".")[0]
        self.holds = entry.until is None or as_of is None or as_of <= entry.until
        self.used = False
        self.met_error = False

    def matches(self, finding: Finding, spellings: Iterable[str]) -> bool:
        if finding.code != self.entry.code:
            return False
        path = self.entry.path
        return path is None or any(f"{one}/".startswith(f"{path}/") for one in spellings)

    def hit(self, finding: Finding) -> None:
        if finding.severity is Severity.ERROR:
            self.met_error = True
        else:
            self.used = True

    def expired(self) -> Finding:
        return Finding(
            code="plan.ignore-expired",
            severity=Severity.WARNING,
            path=f"{self.path}/until",
            message=f"{self.entry.code} was ignored until {self.entry.until}; "
            "expected it mended by now, or a later day",
        )

    def unused(self, codes: Collection[str]) -> Finding:
        code, where = self.entry.code, self.entry.path
        close = [] if code in codes else get_close_matches(code, sorted(codes), n=1)
        if self.met_error:
            problem = f"{code} is an error, which cannot be ignored; expected it mended"
        elif code not in codes:
            problem = f"{code!r} is not the code of a finding; expected one that is"
        else:
            place = f" at {where!r}" if where else ""
            problem = f"{code} is not found{place}; expected no entry for what is not there"
        return Finding(
            code="plan.ignore-unused",
            severity=Severity.WARNING,
            path=self.path if self.met_error or code in codes else f"{self.path}/code",
            message=problem,
            suggestion=f"did you mean {close[0]!r}?" if close else None,
        )


def _by_id(path: str, data: object) -> str:
    """A path with the ids of items in place of their indices, for items that have one."""
    named = ""
    for part in path.split("/")[1:]:
        shown = part
        if isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
            name = data.get("id") if isinstance(data, dict) else None
            if isinstance(name, str):
                shown = pointer(name)[1:]
        elif isinstance(data, dict):
            data = data.get(part.replace("~1", "/").replace("~0", "~"))
        else:
            data = None
        named += f"/{shown}"
    return named
