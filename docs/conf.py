"""Sphinx: `sphinx-build -n -W --keep-going -b html docs docs/_build/html`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from clientkit import __version__

project = "clientkit"
author = "the clientkit authors"
project_copyright = "the clientkit authors"
version = release = __version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "myst_parser",
    "sphinx_design",
    "sphinx_copybutton",
    "clientkit_site",
]
exclude_patterns = ["_build", "_ext"]
nitpicky = True
nitpick_ignore_regex = [
    # Other projects: their inventories would have to come from the network.
    (
        r"py:.*",
        r"(attrs|collections|datetime|decimal|enum|hypothesis|matplotlib|msgspec|pendulum)[.].*",
    ),
    (r"py:.*", r"(os|pathlib|statistics|types|typing|zoneinfo)([.].*)?"),
    (
        r"py:class",
        r"(Any|Callable|DateTime|Decimal|Enum|Figure|Iterable|Iterator|Mapping|Meta|Sequence)",
    ),
    # The language's own words, and type variables.
    (r"py:.*", r"(str|int|float|bool|bytes|object|type|None|Self|([a-z_.]+[.])?[A-Z])"),
]

# `clientkit_site` spells annotations as the source does; long names would drown the short ones.
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
napoleon_numpy_docstring = False
toc_object_entries_show_parents = "hide"
# A name between single backquotes is code in the docstrings, as in Markdown.
default_role = "code"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
myst_links_external_new_tab = False

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True

html_theme = "furo"
html_title = f"clientkit {release}"
html_static_path = ["_static"]
html_css_files = ["clientkit.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"footer_icons": []}
