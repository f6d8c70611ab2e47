"""What a signature under a scope agreement covers, as one text, and the digest of that text.

The text is canonical JSON as :rfc:`8785` defines it, in UTF-8, of the agreement as it would stand
in a document, without `sign_offs`, without `extensions` and without the `reminders` of
responsibilities. What a document may write in several ways is written in one:

- Keys are sorted. Lists keep their order, which may mean something: documents stand in the order of
  precedence.
- A field at its default is left out, so that fields which later versions of the library add change
  no digest.
- An instant is in UTC, with six decimals of a second or, on the full second, none. A day, a term,
  a due text and an amount stand as their values print them: ``1 working day``, ``on launch``,
  ``1.50 EUR`` for ``1.5 EUR``.
- A number is written as ECMAScript writes it: ``1`` for ``1.0``.
- Characters are taken as they are, without Unicode normalisation, as :rfc:`8785#section-3.1`
  demands. Two texts that look alike and are spelt in other code points are two texts.

The digest is the SHA-256 (FIPS 180-4) of that text.
"""

import hashlib
import json
from decimal import Decimal

import msgspec

from clientkit.base import canonical, evolve

from .model import ScopeAgreement

__all__ = ["canonical_json", "digest", "digest_of_text", "signed_content", "signed_text"]


def digest(agreement: ScopeAgreement) -> str:
    """The digest of what a signature under an agreement covers.

    Equal for equal content: key order, offsets of instants, defaults written out or left out,
    signatures, extensions and reminders make no difference, and neither does the version of the
    library. Any other change gives another digest.

    >>> from clientkit.base import evolve
    >>> from clientkit.scope import ScopeAgreement, digest
    >>> agreement = ScopeAgreement(id="web", title="New web site")
    >>> digest(agreement)
    'sha256:d51e099cad040a219cb9af9c86aa923260489050489011c4596eb5252688c9fe'
    >>> digest(evolve(agreement, title="Another web site")) == digest(agreement)
    False
    """
    return digest_of_text(signed_text(agreement))


def signed_text(agreement: ScopeAgreement) -> bytes:
    """The text that the digest is taken of, to be kept as evidence or checked by other programs.

    >>> from clientkit.scope import ScopeAgreement, signed_text
    >>> signed_text(ScopeAgreement(title="New web site", id="web", version=1))
    b'{"id":"web","title":"New web site"}'
    """
    return canonical_json(signed_content(agreement))


def signed_content(agreement: ScopeAgreement) -> ScopeAgreement:
    """An agreement without what no signature covers: sign-offs, extensions and reminders.

    Two agreements have one digest if, and only if, this gives equal ones.

    >>> from clientkit.base import Extensions
    >>> from clientkit.scope import ScopeAgreement
    >>> signed_content(ScopeAgreement(id="web", title="Site", extensions=Extensions({"erp": 88})))
    ScopeAgreement(id='web', title='Site')
    """
    owed = tuple(
        one if one.reminders is None else evolve(one, reminders=None)
        for one in agreement.responsibilities
    )
    return evolve(agreement, sign_offs=(), extensions=None, responsibilities=owed)


def digest_of_text(text: bytes) -> str:
    """The digest of a text, as sign-offs bear it."""
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def canonical_json(model: object) -> bytes:
    """The canonical text of a model by :rfc:`8785`, to its numbers.

    >>> from clientkit.base import canonical
    >>> from clientkit.kpi import InterimTarget
    >>> import datetime as dt
    >>> interim = InterimTarget(date=dt.date(2026, 6, 1), value=4.0)
    >>> canonical(interim), canonical_json(interim)
    (b'{"date":"2026-06-01","value":4.0}', b'{"date":"2026-06-01","value":4}')
    """
    data = json.loads(canonical(model), parse_float=lambda text: msgspec.Raw(_number(float(text))))
    return msgspec.json.encode(data)


def _number(value: float) -> bytes:
    """A number as ECMAScript prints it (:rfc:`8785#section-3.2.2.3`): shortest, then in this form.

    >>> [_number(one) for one in (4.0, 2.50, 1e20, 1e21, 1e-6, 1.5e-7)]
    [b'4', b'2.5', b'100000000000000000000', b'1e+21', b'0.000001', b'1.5e-7']
    """
    shortest = Decimal(repr(value)).normalize()
    if shortest == 0:
        return b"0"
    if -6 <= shortest.adjusted() <= 20:  # the exponent of its first digit
        return f"{shortest:f}".encode()
    digits, _, exponent = f"{shortest:e}".partition("e")
    return f"{digits}e{int(exponent):+d}".encode()
