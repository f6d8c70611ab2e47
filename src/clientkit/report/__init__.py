"""What a client is shown: figures of what the library found out."""

from typing import TYPE_CHECKING

from clientkit._lazy import lazily

if TYPE_CHECKING:
    from .figures import xmr_chart
    from .svg_charts import xmr_svg
    from .xmr_content import xmr_text

__all__ = ["xmr_chart", "xmr_svg", "xmr_text"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        "figures": ("xmr_chart",),
        "svg_charts": ("xmr_svg",),
        "xmr_content": ("xmr_text",),
    },
    __all__,
)
