"""Colours by what they stand for, on light and on dark paper.

Blue for better, orange for worse and grey for the usual are those of NHS England's charts (*Making
Data Count*); they stay apart for people who see no red or no green. Text has a contrast of at least
4.5 to the paper, lines and marks of at least 3 (WCAG 2.2, 1.4.3 and 1.4.11); grid lines are faint
on purpose. No colour is the only sign of anything.
"""

from enum import Enum, unique

__all__ = ["Ink"]


@unique
class Ink(Enum):
    """What a colour stands for, with its shade on light and on dark paper."""

    PAPER = ("#ffffff", "#16191d")
    """The background, which the picture brings along."""
    TEXT = ("#1f2328", "#e8eaed")
    """Words to be read first."""
    QUIET = ("#57606a", "#a8b0b9")
    """Words to be read last, and values that are as usual."""
    GRID = ("#dfe3e8", "#363c44")
    """Lines that help the eye."""
    PATH = ("#8a939d", "#717a84")
    """The line from value to value."""
    LIMIT = ("#4d5761", "#b4bcc5")
    """The mean and the limits."""
    TARGET = ("#1a7f37", "#56d364")
    """What was agreed."""
    BETTER = ("#005eb8", "#6cb6ff")
    """A change for the better."""
    WORSE = ("#b84a00", "#ffa657")
    """A change for the worse."""
    CHANGED = ("#6f42c1", "#c8a8ff")
    """A change that is neither."""

    @property
    def light(self) -> str:
        """The shade on light paper."""
        return self.value[0]

    @property
    def dark(self) -> str:
        """The shade on dark paper."""
        return self.value[1]
