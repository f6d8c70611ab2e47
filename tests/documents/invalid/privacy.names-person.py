# A text still names a person whose data were erased.
#
# Ids and contact data are replaced by a function, but only somebody who reads a sentence can say
# how to put it without the name; until then the person has not been forgotten. Write words that
# name nobody. Where the person's id alone is in the text, it is a hint.

import datetime as dt

from clientkit import Term, decode
from clientkit.plan import ClientPlan, ClientRecord, erase_person

client = {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"}
okafor = {"id": "okafor", "title": "Curator", "name": "Paul Okafor"}
plan = decode(ClientPlan, {"clientkit": "1", "id": "web", "client": client, "people": [okafor]})
symptom = {"id": "s1", "text": "Mr Okafor called twice", "date": "2026-05-20", "by": "okafor"}
# > symptom = {"id": "s1", "text": "The curator called twice", "date": "2026-05-20", "by": "okafor"}
record = decode(
    ClientRecord,
    {"clientkit": "1", "plan": "web", "timezone": "Europe/Berlin", "symptoms": [symptom]},
)
erased = erase_person(
    plan,
    record,
    "okafor",
    new_id="person-7",
    as_of=dt.date(2026, 10, 1),
    keep_signatures=Term.parse("3650 days"),
)
findings = erased.to_findings()
