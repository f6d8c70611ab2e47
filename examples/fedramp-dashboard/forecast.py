"""When the FedRAMP dashboard will be there: ``python examples/fedramp-dashboard/forecast.py``.

Every date of this agreement hangs on the award or on the kick-off, and neither day is in the
documents. So the forecast knows nearly nothing, and says why. An ASSUMPTION makes dates of it: that
the order was awarded on 31 May 2016, three weeks before the work of sprint 0 was received. Last,
the script records the day of the kick-off, which until then counts as not held yet, to show what
that changes. Both days are invented; put in the real ones where they are known.

What is not on record counts as missing, such as the data and the script that 18F owed on award.
"""

import datetime as dt
from pathlib import Path

from clientkit import ClientPlan, ClientRecord, evolve, load_plan, load_record, plan_forecast
from clientkit.scope import Forecast, MilestoneReached

HERE = Path(__file__).parent
AT = dt.datetime.fromisoformat("2016-06-27T09:00:00-04:00")
AWARD = MilestoneReached(
    id="award-assumed", milestone="award", date=dt.date(2016, 5, 31), by="contractor-pm"
)
KICKOFF = MilestoneReached(
    id="kickoff-assumed", milestone="kickoff", date=dt.date(2016, 6, 14), by="contractor-pm"
)
SHOWN = (("kickoff", None), ("sprint-end", 0), ("transition-plan", None), ("end", None),
         ("dashboard", None), ("materials", None))  # fmt: skip


def with_reached(record: ClientRecord, *reached: MilestoneReached) -> ClientRecord:
    """The record with further milestones reached."""
    return evolve(record, milestones_reached=(*record.milestones_reached, *reached))


def forecasts() -> dict[str, Forecast]:
    """The forecast by what is assumed."""
    plan: ClientPlan = load_plan(HERE / "client-plan.yaml")
    record = load_record(HERE / "client-record.yaml", plan=plan)
    awarded = with_reached(record, AWARD)
    found = {
        "As the documents are": plan_forecast(plan, record, at=AT),
        "Assumed: awarded on 2016-05-31": plan_forecast(plan, awarded, at=AT),
        "And the kick-off recorded on 2016-06-14": plan_forecast(
            plan, with_reached(awarded, KICKOFF), at=AT
        ),
    }
    return {name: one for name, one in found.items() if one is not None}


def main() -> None:
    """Print the three forecasts."""
    for name, found in forecasts().items():
        print(f"{name}\n")
        known = {(one.id, one.occurrence): one for one in found.items}
        for key in SHOWN:
            if key in known:
                print("  " + known[key].explanation.replace("\n", "\n    "))
        print()


if __name__ == "__main__":
    main()
