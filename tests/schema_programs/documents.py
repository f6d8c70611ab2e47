"""Writes documents and what ajv is expected to say of each, a JSON object a line.

Run by ``run.sh``, with ``tests/documents`` on the path.
"""

import json
import sys
from pathlib import Path

from schema_agreement.documents import DOCUMENTS, examples, mutations
from schema_agreement.judging import accepted_by, errors

from clientkit.documents.schema_generation import schema_name


def main(target: str) -> None:
    lines = []
    for file, model, document in examples():
        lines.append((file, model, document))
    for model, document in DOCUMENTS:
        lines.append((model.__name__, model, document))
        changed = enumerate(mutations(model, document))
        lines.extend((f"{model.__name__}, change {index}", model, one) for index, one in changed)
    with Path(target).open("w", encoding="ascii") as out:
        for name, model, document in lines:
            valid = accepted_by("ajv", errors(model, document))
            line = {
                "name": name,
                "schema": schema_name(model),
                "valid": valid,
                "document": document,
            }
            out.write(json.dumps(line) + "\n")


main(sys.argv[1])
