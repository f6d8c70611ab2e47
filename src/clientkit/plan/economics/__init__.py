"""What keeping a client is worth, and the sayings about it with their sources."""

from .claims import (
    CLAIMS,
    Claim,
)
from .lifetime import (
    Clv,
    ClvConvention,
    break_even_retention,
    clv,
    customer_lifetime,
)
from .retention import (
    AccountRevenue,
    LogoRetention,
    RepeatRate,
    RevenueRetention,
    logo_retention,
    repeat_rate,
    revenue_retention,
    revenue_retention_of,
)

__all__ = [
    "CLAIMS",
    "AccountRevenue",
    "Claim",
    "Clv",
    "ClvConvention",
    "LogoRetention",
    "RepeatRate",
    "RevenueRetention",
    "break_even_retention",
    "clv",
    "customer_lifetime",
    "logo_retention",
    "repeat_rate",
    "revenue_retention",
    "revenue_retention_of",
]
