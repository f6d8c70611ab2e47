"""What every family stands on: models, field types, values, findings, and the codec."""

from .codec import canonical, decode, encode, to_data
from .errors import (
    ClientkitError,
    InvalidArgumentError,
    InvalidDocumentError,
    InvalidModelError,
    InvalidValueError,
)
from .extensions import Extensions
from .findings import Finding, Place, Severity, pointer
from .model import evolve, model
from .specification import FieldSpecification, specification
from .values import Due, Money, Term, TermUnit, TimeRange

__all__ = [
    "ClientkitError",
    "Due",
    "Extensions",
    "FieldSpecification",
    "Finding",
    "InvalidArgumentError",
    "InvalidDocumentError",
    "InvalidModelError",
    "InvalidValueError",
    "Money",
    "Place",
    "Severity",
    "Term",
    "TermUnit",
    "TimeRange",
    "canonical",
    "decode",
    "encode",
    "evolve",
    "model",
    "pointer",
    "specification",
    "to_data",
]
