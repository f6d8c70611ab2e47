"""The Sphinx extension behind the reference pages.

The reference is made from the source, so that it cannot differ from it:

* `names`: where each public name is documented, and annotations spelt as the source spells them
  (``Line | None``, not the ``Annotated[...]`` that it stands for);
* `classes`: the fields of models and the members of enums, each with what its docstring says;
* `pages`: comments such as ``<!-- reference: clientkit.scope -->`` in a page become its contents;
* `catalogue`: the findings, their examples, and the list of schemas;
* `self_contained`: that the pages load nothing from other servers.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from . import classes, names, pages
from .self_contained import remote_parts

SCHEMAS = Path(__file__).parents[3] / "src/clientkit/documents/schemas/v1"


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("source-read", pages.expand)
    app.connect("autodoc-process-signature", names.signature_as_written)
    app.connect("autodoc-process-docstring", classes.add_members)
    app.connect("doctree-read", without_last_line)
    app.connect("missing-reference", names.resolve)
    app.connect("build-finished", copy_schemas)
    app.connect("build-finished", load_nothing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def copy_schemas(app: Sphinx, error: Exception | None) -> None:
    """The schema files, at the address below the site that their ``$id`` has."""
    if error is None and app.builder.format == "html":
        shutil.copytree(SCHEMAS, Path(app.outdir) / "schemas/v1", dirs_exist_ok=True)


def without_last_line(_app: Sphinx, doctree: nodes.document) -> None:
    """Blocks of examples end with an empty line, which doctest wants and a reader does not."""
    for block in doctree.findall(nodes.literal_block):
        if block.rawsource == block.astext() and block.rawsource.endswith("\n"):
            text = block.rawsource.rstrip("\n")
            block.rawsource = text
            block.clear()
            block.append(nodes.Text(text))


def load_nothing(app: Sphinx, error: Exception | None) -> None:
    """A page that asks another server for anything fails the build."""
    if error is None and app.builder.format == "html":
        found = [f"{file}: {text}" for file, text in remote_parts(Path(app.outdir))]
        if found:
            raise ExtensionError("the site loads from elsewhere:\n" + "\n".join(found))
