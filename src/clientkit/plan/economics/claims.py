"""Statistics that are often quoted about keeping clients, with their sources."""

from clientkit.base import model
from clientkit.base.fields import Id, Line, Number, Text

__all__ = ["CLAIMS", "Claim"]


@model(kw_only=True)
class Claim:
    """A statistic that is often quoted, with what is known of it; no formula here uses one."""

    id: Id
    """The name to refer to it by."""
    text: Text
    """What is claimed."""
    low: Number
    """The lower end of the range claimed."""
    high: Number
    """The upper end of the range claimed."""
    unit: Line
    """What the range counts."""
    source: Text
    """Where it was published."""
    caveat: Text
    """Why it may not hold for you."""


CLAIMS = (
    Claim(
        id="acquiring-costs-more",
        text="Acquiring a new customer costs 5 to 25 times as much as retaining an existing one.",
        low=5,
        high=25,
        unit="times the cost of retaining",
        source="Gallo, The Value of Keeping the Right Customers, Harvard Business Review, "
        "29 October 2014",
        caveat="The article gives the range without a study, and says that it depends on the "
        "industry. What counts as a cost of retaining is not defined.",
    ),
    Claim(
        id="retention-raises-profit",
        text="Raising retention by 5 percentage points raises profits by 25 to 95 %.",
        low=25,
        high=95,
        unit="% more profit",
        source="Reichheld (Bain & Company), as quoted in Gallo, 2014; first in Reichheld and "
        "Sasser, Zero Defections, Harvard Business Review, September 1990, with 25 to 85 %",
        caveat="The examples of 1990 are of a handful of service companies, and reckoned: if "
        "defections fall from 10 to 5 %, customers stay twice as long. That is value per customer "
        "over years, not a company's profit of a year; Sharp (Loyalty Myths, Ehrenberg-Bass "
        "Institute) calls it a thought experiment.",
    ),
)
"""Statistics often quoted about keeping clients, to be quoted whole or not at all."""
