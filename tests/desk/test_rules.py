import pytest

from summit.credentials.rules import SupervisorIsNeeded, ensure_copy_allowed
from summit.desk.rules import (
    Collector,
    CollectorIsMissing,
    NobodyIsChosen,
    TooManyTogether,
    clean_collector,
    ensure_group,
)


def test_the_person_themselves_need_no_name():
    assert clean_collector(Collector.SELF, "somebody") == ""


def test_whoever_takes_a_badge_for_others_is_named_in_single_spaces():
    assert clean_collector(Collector.POWER_OF_ATTORNEY, "  Ana   Souza ") == "Ana Souza"


@pytest.mark.parametrize("collector", [Collector.POWER_OF_ATTORNEY, Collector.GROUP])
def test_a_nameless_collector_is_refused(collector):
    with pytest.raises(CollectorIsMissing):
        clean_collector(collector, "  ")


def test_groups_have_one_to_sixty_people():
    ensure_group(1)
    ensure_group(60)
    with pytest.raises(NobodyIsChosen):
        ensure_group(0)
    with pytest.raises(TooManyTogether):
        ensure_group(61)


def test_the_third_issue_needs_a_supervisor():
    ensure_copy_allowed(2, is_supervisor=False)
    ensure_copy_allowed(3, is_supervisor=True)
    with pytest.raises(SupervisorIsNeeded):
        ensure_copy_allowed(3, is_supervisor=False)
