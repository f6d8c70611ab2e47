# Plain data hold a Python object that is no JSON value; it is read as null.
#
# It could not be stored in a document. Give its text, a number, a list or a mapping; models are
# turned into plain data by `clientkit.to_data`.
import datetime as dt

from clientkit import check_plan

plan = {
    "clientkit": "1",
    "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
    "extensions": {"since": dt.date(2026, 4, 17)},
    # > "extensions": {"since": "2026-04-17"},
}
findings = check_plan(plan)
