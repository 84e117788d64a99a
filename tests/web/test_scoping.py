"""Nobody reaches another edition's people, gates, scans or print runs, whatever is written into an address."""

import pytest

from tests.web.attack import make_scene

# These answer the same whether the row is another edition's or was never there, and change nothing.
SILENT = {"accounts.withdraw_role", "accounts.reset_staff_second_factor", "meetings.export"}
SILENT |= {"companies.change_role", "companies.remove_colleague"}
SILENT |= {"companies.resend_invitation", "companies.revoke_invitation"}
# Whose addresses name parts of a page or kinds of paper, and nothing of an edition.
SILENT |= {"companies.edit", "companies.export", "meetings.paper", "meetings.paper_file", "live.roster_export"}
SILENT |= {"badges.log"}
# Devices ask by their token alone; tests/entrance/views/test_devices_at_work.py tells what they find elsewhere.
SILENT |= {"scanner.scan", "scanner.undo", "scanner.portrait"}


@pytest.fixture
def scenes(client):
    client.check_pages = False
    return make_scene(client), make_scene(client)


def addresses(ours, theirs, method):
    """Return our edition's addresses with the other edition's things in them."""
    foreign = {name: value for name, value in theirs.known.items() if name not in {"edition", "run"}}
    for rule in ours.rules(method):
        if "edition" in rule.arguments and rule.arguments - {"edition", "step"} and rule.endpoint not in SILENT:
            run = {"public_id": theirs.known["run"]} if "/runs/" in rule.rule else {}
            yield ours.address(rule, **(foreign | run))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_owner_finds_nothing_of_another_edition(scenes, method):
    ours, theirs = scenes
    ours.sign_in()
    found = {address: ours.ask(method, address).status_code for address in addresses(ours, theirs, method)}
    assert len(found) > 8
    assert {address: status for address, status in found.items() if status != 404} == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_owner_may_not_work_in_another_edition(scenes, method):
    ours, theirs = scenes
    ours.sign_in()
    wrong = {}
    for rule in theirs.rules(method):
        access = ours.client.application.view_functions[rule.endpoint].access
        if access.permission is not None:
            status = ours.ask(method, theirs.address(rule)).status_code
            wrong |= {rule.rule: status} if status != 403 else {}
    assert wrong == {}
