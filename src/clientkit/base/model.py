"""`@model`: classes that say what they hold, and check it.

A model is a frozen, slotted, final class that takes keywords only. Its constructor normalises what
it is given (a list becomes a tuple, the word of an enum its member, a zoned time a plain one with a
fixed offset), then checks types and bounds, then what must hold between fields. Nothing else is
converted. All offences are reported at once:

>>> from clientkit.client import Person
>>> Person(id="lena", title="", email="lena")
Traceback (most recent call last):
    ...
clientkit.base.errors.InvalidModelError: Person.title is ''; expected text of 1 to 300 characters
Person.email is 'lena'; expected an e-mail address such as 'pm@studio.example'

"Changing" a model returns a new one, checked again:

>>> person = Person(id="lena", title="Project manager")
>>> evolve(person, title="Head of projects").title
'Head of projects'
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attrs import evolve
    from attrs import frozen as model
else:
    from attrs import evolve

    from ._build import model

__all__ = ["evolve", "model"]
