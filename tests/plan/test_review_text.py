import textwrap

import pytest

from clientkit.plan.review_text import render_markdown, render_text

from .making import plan_of, record_of, reviewed

SCOPE = {
    "deliverables": [
        {
            "id": "design",
            "title": "Page designs",
            "owner": "project-manager",
            "due": "2026-04-17",
            "clause": "3.1",
        },
        {
            "id": "site",
            "title": "The site, live",
            "owner": "project-manager",
            "due": "5 working days before launch",
        },
    ],
    "responsibilities": [
        {"id": "photos", "title": "40 photographs", "owner": "curator", "due": "2026-04-15"}
    ],
    "milestones": [{"id": "launch", "title": "Public launch", "due": "2026-09-01"}],
}
KPI = {"id": "speed", "name": "First page", "unit": "s", "direction": "lower", "target": 2,
       "owner": "project-manager"}  # fmt: skip


def page(width: int = 80, *, colour: bool = False) -> str:
    measured = [{"kpi": "speed", "value": 1.9, "date": "2026-04-10"}]
    promised = [
        {
            "text": "A video on the home page",
            "date": "2026-04-10",
            "due": "2026-04-21",
            "to": "curator",
        }
    ]
    plan = plan_of(SCOPE, kpis=[KPI])
    found = reviewed(plan, record_of(measurements=measured, promises=promised), "2026-04-20")
    return render_text(found, colour=colour, width=width)


def test_the_page():
    assert page() == textwrap.dedent("""\
        Harbor Museum
        New web site, version 1; as of 2026-04-20 (Europe/Berlin)
        Sponsor: Museum director; Approver: Head of exhibitions; Content: Web editor

        Now
          waiting: 5 days  40 photographs
                           Head of exhibitions; by 2026-04-15; nothing is on record of
                           it
          late: 3 days     Page designs
                           Project manager; by 2026-04-17; no delivery is on record;
                           clause 3.1

        Next
          in 1 day  A video on the home page
                    Project manager; by 2026-04-21; promised to Head of exhibitions on
                    2026-04-10; nothing in the scope covers it

        Date not known yet
            The site, live
            Project manager; 5 working days before launch; no delivery is on record; it
            counts in working time, and the plan has no working hours of the provider

        KPIs
          green: 1.9 s  First page: 1.9 s, wanted 2 s or less

        Good news
          2026-04-10  First page is on target for the first time, at 1.9 s; thanks to
                      project-manager""")


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_no_line_is_wider_than_the_page(width: int):
    assert max(len(line) for line in page(width).splitlines()) <= width


def test_a_page_that_is_too_narrow_is_a_little_wider():
    assert page(1) == page(40)


def test_colours_only_on_request_and_never_in_the_words():
    assert "\x1b" not in page()
    coloured = page(colour=True)
    assert "\x1b[1mNow\x1b[0m" in coloured
    assert "\x1b[31m  late: 3 days     Page designs\x1b[0m" in coloured
    for code in ("\x1b[1m", "\x1b[31m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == page()


def test_what_documents_say_cannot_act_on_a_terminal_or_break_a_line():
    scope = {
        "deliverables": [
            {"id": "x", "title": "Red \x1b[31m\nand\ttwo  lines\u202e", "due": "2026-04-19"}
        ]
    }
    found = reviewed(plan_of(scope), record_of(), "2026-04-20")
    text = render_text(found, colour=False, width=100)
    assert "Red [31m and two lines\n" in text
    assert "\x1b" not in text + render_markdown(found)


def test_markdown_says_the_same_and_takes_marks_for_themselves():
    scope = {
        "deliverables": [{"id": "x", "title": "*Bold* <b>_x_</b> [a](b) | c", "due": "2026-04-19"}]
    }
    found = reviewed(plan_of(scope), record_of(), "2026-04-20")
    assert render_markdown(found) == textwrap.dedent("""\
        # Harbor Museum

        New web site, version 1; as of 2026-04-20 (Europe/Berlin)

        Sponsor: Museum director; Approver: Head of exhibitions; Content: Web editor

        ## Now

        - **late: 1 day:** \\*Bold\\* \\<b\\>\\_x\\_\\</b\\> \\[a\\](b) \\| c  
          the provider; by 2026-04-19; no delivery is on record""")  # noqa: W291 (a line break of Markdown)


def test_a_quiet_day_is_said_to_be_one():
    found = reviewed(plan_of(), record_of(), "2026-04-20")
    assert render_text(found, colour=False, width=80).endswith("\n\nNothing wants attention.")
    assert render_markdown(found).endswith("\n\nNothing wants attention.")


def test_long_texts_are_cut_in_the_page_and_whole_in_the_review():
    promised = [{"text": "word " * 200, "date": "2026-04-10"}]
    found = reviewed(plan_of(), record_of(promises=promised), "2026-04-20")
    assert len(found.actions[0].what) == 1000
    assert "word word..." in render_text(found, colour=False, width=100)


def test_a_vacant_role_and_a_missing_record_are_said():
    plan = plan_of(people=[])
    text = render_text(reviewed(plan, None, "2026-04-20"), colour=False, width=100)
    assert "Sponsor: nobody at present; Approver: nobody at present" in text
    assert "(Europe/Berlin), without a record" in text
