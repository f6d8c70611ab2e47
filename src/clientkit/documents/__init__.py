"""Documents: text and files on one side, models on the other."""

from .appending import AppendError
from .catalogue import Explanation, explain, finding_codes
from .checking import (
    Checked,
    check,
    check_document,
    check_plan,
    check_record,
    load_plan,
    load_record,
)
from .reading import Document, Limits, read
from .recording import append_entry
from .schema_files import schema, schema_names

__all__ = [
    "AppendError",
    "Checked",
    "Document",
    "Explanation",
    "Limits",
    "append_entry",
    "check",
    "check_document",
    "check_plan",
    "check_record",
    "explain",
    "finding_codes",
    "load_plan",
    "load_record",
    "read",
    "schema",
    "schema_names",
]
