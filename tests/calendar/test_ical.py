"""Calendars, read again by parsers that did not write them."""

import io
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
import vobject
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.calendar.ical import write_calendar
from summit.calendar.rules import CalendarEntry, EntryKind

CHANGED = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
START = datetime(2026, 1, 1, tzinfo=UTC)


def _changes(zone: str) -> list[datetime]:
    """The half hours of 2026 from which the zone's offset differs."""
    there = ZoneInfo(zone)
    days = [START + timedelta(days=day) for day in range(365)]
    changed = [day for day in days if _offset(there, day) != _offset(there, day + timedelta(days=1))]
    halves = [day + timedelta(minutes=30 * step) for day in changed for step in range(49)]
    return [half for half in halves if _offset(there, half - timedelta(minutes=30)) != _offset(there, half)]


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _zones_by_rules() -> dict[object, list[str]]:
    """All IANA zones, those of equal rules in 2026 together: a test of one is a test of all of them."""
    groups: dict[object, list[str]] = {}
    for name in sorted(available_timezones() - {"Factory", "localtime"}):
        moments = (START, *_changes(name))
        marks = tuple((moment, moment.astimezone(ZoneInfo(name)).strftime("%z %Z")) for moment in moments)
        groups.setdefault(marks, []).append(name)
    return groups


RULES = _zones_by_rules()


def entry(**values: Any) -> CalendarEntry:
    start = values.pop("starts_at", datetime(2026, 11, 28, 9, 0, tzinfo=UTC))
    defaults = {
        "uid": "a1@example.org",
        "sequence": 3,
        "changed_at": CHANGED,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=45),
        "titles": {"en": "Opening", "ru": "Открытие"},
    }
    return CalendarEntry(**(defaults | values))


def write(*entries: CalendarEntry, language: str = "en", zone: str = "Europe/Moscow", **values: str) -> bytes:
    return write_calendar(
        entries,
        **({"name": "Summit", "language": language, "time_zone": zone, "base_url": "https://x.example"} | values),
    )


def lines(content: bytes) -> list[str]:
    """The content's lines, unfolded."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def moments(content: bytes) -> dict[str, tuple[datetime, datetime]]:
    """What vobject reads: {uid: (start, end)} in UTC."""
    events = vobject.readOne(content.decode()).vevent_list
    return {e.uid.value: (e.dtstart.value.astimezone(UTC), e.dtend.value.astimezone(UTC)) for e in events}


def test_an_entry_says_what_calendars_compare() -> None:
    found = lines(write(entry(path="/e/x/programme/sessions/ABC")))
    for line in (
        "UID:a1@example.org",
        "SEQUENCE:3",
        "DTSTAMP:20261101T083000Z",
        "LAST-MODIFIED:20261101T083000Z",
        "DTSTART;TZID=Europe/Moscow:20261128T120000",
        "DTEND;TZID=Europe/Moscow:20261128T124500",
        "SUMMARY;LANGUAGE=en:Opening",
        "URL:https://x.example/e/x/programme/sessions/ABC",
        "STATUS:CONFIRMED",
    ):
        assert found.count(line) == 1, line


def test_the_calendar_says_how_often_to_ask_again() -> None:
    found = lines(write(entry()))
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in found
    assert "X-PUBLISHED-TTL:PT1H" in found
    assert {"NAME:Summit", "X-WR-CALNAME:Summit", "METHOD:PUBLISH"} <= set(found)


def test_a_cancelled_entry_stays_and_says_so() -> None:
    found = lines(write(entry(is_cancelled=True, kind=EntryKind.SIGNED_UP)))
    assert "STATUS:CANCELLED" in found
    assert "TRANSP:TRANSPARENT" in found


def test_what_is_provisional_is_tentative_unless_it_is_cancelled() -> None:
    assert "STATUS:TENTATIVE" in lines(write(entry(kind=EntryKind.MEETING, is_provisional=True)))
    assert "STATUS:CANCELLED" in lines(write(entry(is_provisional=True, is_cancelled=True)))


def test_a_place_on_the_waiting_list_is_tentative() -> None:
    assert "STATUS:TENTATIVE" in lines(write(entry(kind=EntryKind.WAITING)))


def test_only_what_is_firm_blocks_the_time() -> None:
    assert "TRANSP:OPAQUE" in lines(write(entry(kind=EntryKind.SIGNED_UP)))
    assert "TRANSP:TRANSPARENT" in lines(write(entry(kind=EntryKind.STARRED)))


def test_texts_are_marked_with_the_language_that_they_are_in() -> None:
    found = lines(write(entry(places={"ru": "Зал"}, categories=({"en": "Business", "ar": "أعمال"},)), language="ar"))
    assert "LOCATION;LANGUAGE=ru:Зал" in found
    assert "CATEGORIES;LANGUAGE=ar:أعمال" in found


def test_a_text_without_language_has_no_parameter() -> None:
    assert "DESCRIPTION:Ada" in lines(write(entry(descriptions={"": "Ada"})))


def test_control_characters_and_broken_code_points_are_left_out() -> None:
    content = write(entry(titles={"en": "A\x00B\x0b\x85C\ud800D\r\nEND:VEVENT"}), name="N\x07")
    assert "SUMMARY;LANGUAGE=en:ABCD\\nEND:VEVENT" in lines(content)
    assert "NAME:N" in lines(content)


@pytest.mark.parametrize("text", ["a\\Nb", "C:\\new, then; so", "\\", "\\n", ",;,", "line\n\nline", "“x”\\,", "\\\\n"])
def test_what_must_be_escaped_is_read_again(text: str) -> None:
    read = vobject.readOne(write(entry(descriptions={"": text})).decode())
    assert read.vevent.description.value == text


def test_long_lines_are_folded_between_characters() -> None:
    text = "Показ мод 🧥 时装 " * 40
    content = write(entry(descriptions={"ru": text}))
    assert all(len(line) <= 75 and line.decode() is not None for line in content.split(b"\r\n"))
    assert vobject.readOne(content.decode()).vevent.description.value == text.strip()


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_again(text: str) -> None:
    content = write(entry(titles={"en": text}))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    titles = [line.split(":", 1)[1] for line in lines(content) if line.startswith("SUMMARY")]
    back = re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), titles[0]) if titles else ""
    assert back == re.sub("[\ufffe\uffff]", "", text).strip()


@pytest.mark.parametrize("zone", [zones[0] for zones in RULES.values()], ids=str)
def test_every_zone_is_read_as_the_same_moments(zone: str) -> None:
    """Every ten days and a bit through the year, beside half hours around each change of the clock."""
    starts = [START + timedelta(minutes=14_430 * step) for step in range(36)]
    starts += [moment + timedelta(minutes=30 * step) for moment in _changes(zone) for step in range(-5, 6)]
    entries = [entry(uid=str(number), starts_at=moment) for number, moment in enumerate(starts)]
    expected = {one.uid: (one.starts_at, one.ends_at) for one in entries}
    assert moments(write(*entries, zone=zone)) == expected


@pytest.mark.parametrize("zone", [zones[0] for zones in RULES.values()], ids=str)
def test_the_rules_of_every_zone_are_its_own(zone: str) -> None:
    """What another parser makes of the rules alone, at every half hour around each change."""
    content = write(entry(starts_at=START), zone=zone).decode().replace("\r\n ", "")
    if "BEGIN:VTIMEZONE" not in content:
        return
    rules = tz.tzical(io.StringIO(content[content.index("BEGIN:VTIMEZONE") :])).get()
    assert rules is not None
    for change in _changes(zone):
        for step in range(-8, 9):
            local = (change + timedelta(minutes=30 * step)).astimezone(ZoneInfo(zone))
            if not local.fold:
                assert local.replace(tzinfo=rules).utcoffset() == local.utcoffset()


def test_the_hour_that_comes_twice_is_kept_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    content = write(
        entry(uid="1", starts_at=first, ends_at=first + timedelta(minutes=20)),
        entry(uid="2", starts_at=first + timedelta(hours=1)),
        zone="Europe/Berlin",
    )
    assert "DTSTART:20261025T003000Z" in lines(content)
    assert "DTSTART:20261025T013000Z" in lines(content)
    assert moments(content)["2"][0] == first + timedelta(hours=1)


@pytest.mark.parametrize("zone", ["Europe/Moscow", "UTC"])
def test_an_empty_calendar_is_still_valid(zone: str) -> None:
    read = icalendar.Calendar.from_ical(write(zone=zone))
    assert [part.name for part in read.subcomponents] == ["VTIMEZONE"]


def test_equal_entries_give_equal_bytes_in_any_order() -> None:
    one, other = entry(), entry(uid="b2@example.org")
    assert write(one, other) == write(other, one)


def test_a_hundred_and_twenty_sessions_are_written_in_no_time() -> None:
    """Measured: 6 ms on the reference machine; the floor is ten times that."""
    texts = {"ru": "Показ мод и разговор о тканях. " * 20}
    many = [entry(uid=str(number), descriptions=texts, places={"ru": "Зал"}) for number in range(120)]
    began = time.process_time()
    write(*many, language="ru")
    assert time.process_time() - began < 0.06
