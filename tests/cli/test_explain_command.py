"""`clientkit explain` as people use it."""

import pytest

from clientkit.cli import main
from clientkit.documents import explain, finding_codes

Output = pytest.CaptureFixture[str]


def test_an_entry_is_a_page(capsys: Output) -> None:
    assert main(["explain", "scope.quorum-too-high"]) == 0
    assert (
        capsys.readouterr().out
        == """\
scope.quorum-too-high (error)

More approvals are needed than there are roles that approve.

No change could ever be approved. Lower `quorum`, or name more roles under
`approved_by`.

Found in
    clientkit: "1"
    client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
    people:
      - {id: director, title: Museum director, roles: [sponsor]}
    roles:
      - {id: sponsor, title: Sponsor, may: [approve_change]}
    scope:
      id: web
      title: New web site
      change_control:
        approved_by: [sponsor]
        quorum: 2

-> scope.change_control: quorum is 2, but approved_by names 1; expected at most as many

Mended
    clientkit: "1"
    client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
    people:
      - {id: director, title: Museum director, roles: [sponsor]}
    roles:
      - {id: sponsor, title: Sponsor, may: [approve_change]}
    scope:
      id: web
      title: New web site
      change_control:
        approved_by: [sponsor]
        quorum: 1
"""
    )


@pytest.mark.parametrize("code", finding_codes())
def test_every_code_has_a_page(code: str, capsys: Output) -> None:
    assert main(["explain", code]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{code} ({explain(code).severity.value})\n\n")
    head, _, rest = out.partition("\nFound in\n")
    failing, _, mended = rest.partition("\nMended\n")
    assert failing.strip()
    assert mended.strip()
    assert ":class:" not in head
    assert "``" not in head


def test_a_misspelt_code_exits_with_2_and_a_suggestion(capsys: Output) -> None:
    assert main(["explain", "plan.unknown-ids"]) == 2
    assert capsys.readouterr().err == (
        "clientkit: there is no code 'plan.unknown-ids'; did you mean 'plan.unknown-id'?\n"
    )
    assert main(["explain", "zzz"]) == 2
    assert capsys.readouterr().err == (
        "clientkit: there is no code 'zzz'; `clientkit explain` lists all codes\n"
    )


def test_without_a_code_all_are_listed(capsys: Output) -> None:
    assert main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert tuple(line.split()[0] for line in lines) == finding_codes()
    (line,) = (line for line in lines if line.startswith("plan.unknown-id "))
    assert line.endswith("  A reference names something that the plan does not define.")


def test_an_empty_file_is_shown_as_one(capsys: Output) -> None:
    main(["explain", "reading.empty"])
    assert "\nFound in\n    (an empty file)\n" in capsys.readouterr().out


def test_characters_that_a_terminal_would_obey_are_named(capsys: Output) -> None:
    assert main(["explain", "reading.control-character"]) == 0
    out = capsys.readouterr().out
    assert "    title: Head of<U+0007> exhibitions\n" in out
    assert "\x07" not in out
