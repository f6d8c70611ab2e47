"""The Sphinx extension behind the reference pages.

The reference is made from the source, so that it cannot differ from it:

* `names`: where each public name is documented, and annotations spelt as the source spells them
  (``Line | None``, not the ``Annotated[...]`` that it stands for);
* `classes`: the fields of models and the members of enums, each with what its docstring says;
* `pages`: comments such as ``<!-- reference: clientkit.scope -->`` in a page become its contents;
* `catalogue`: the findings, their examples, and the list of schemas.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from . import classes, names, pages

SCHEMAS = Path(__file__).parents[3] / "src/clientkit/documents/schemas/v1"


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("source-read", pages.expand)
    app.connect("autodoc-process-signature", names.signature_as_written)
    app.connect("autodoc-process-docstring", classes.add_members)
    app.connect("missing-reference", names.resolve)
    app.connect("build-finished", copy_schemas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def copy_schemas(app: Sphinx, error: Exception | None) -> None:
    """The schema files, at the address below the site that their ``$id`` has."""
    if error is None and app.builder.format == "html":
        shutil.copytree(SCHEMAS, Path(app.outdir) / "schemas/v1", dirs_exist_ok=True)
