"""schedule.xml, which programme apps such as Giggity and EventFahrplan read (c3voc schema)."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from summit.sheets.rules import without_controls

from ..rules.programme import Programme
from .plan import Day, Event, Frame, Plan, make_plan, name_of

MEDIA_TYPE = "application/xml"


def write_schedule_xml(programme: Programme, frame: Frame) -> bytes:
    """Return the programme as schedule.xml, valid against schedule.xml.xsd."""
    plan = make_plan(programme, frame)
    root = Element("schedule")
    SubElement(root, "generator", name=frame.generator, system=frame.base_url)
    _text(root, "url", f"{frame.home}/schedule.xml")
    _text(root, "version", frame.version)
    _conference(root, programme, frame, plan)
    for day in plan.days:
        _day(root, day, plan, frame)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _conference(root: Element, programme: Programme, frame: Frame, plan: Plan) -> None:
    conference = SubElement(root, "conference")
    _text(conference, "title", frame.text(frame.titles) or frame.slug)
    _text(conference, "acronym", frame.acronym)
    _text(conference, "start", plan.days[0].date.isoformat())
    _text(conference, "end", plan.days[-1].date.isoformat())
    _text(conference, "days", str(len(plan.days)))
    _text(conference, "timeslot_duration", "00:05")
    _text(conference, "base_url", f"{frame.home}/")
    _text(conference, "url", f"{frame.home}/")
    _text(conference, "time_zone_name", programme.time_zone)
    SubElement(conference, "color", primary=frame.colour)
    for track in programme.tracks:
        name = frame.text(track.names) or f"#{track.id}"
        SubElement(conference, "track", name=name, color=track.colour, slug=f"track-{track.id}")


def _day(root: Element, day: Day, plan: Plan, frame: Frame) -> None:
    start, end = day.starts_at.isoformat(), day.ends_at.isoformat()
    element = SubElement(root, "day", index=str(day.index), date=day.date.isoformat(), start=start, end=end)
    for room in plan.rooms:
        if room.name in day.events:
            place = SubElement(element, "room", name=room.name, guid=room.guid)
            for event in day.events[room.name]:
                _event(place, event, frame)


def _event(room: Element, event: Event, frame: Frame) -> None:
    element = SubElement(room, "event", guid=event.guid, id=str(event.slot.id))
    if event.code:
        element.set("code", event.code)
    for name, text in _always(event):
        _text(element, name, text)
    for name, text in _where_known(event):
        if text:
            _text(element, name, text)
    persons = SubElement(element, "persons")
    for person in event.people:
        _text(persons, "person", name_of(person, frame.language), id=str(person.id), guid=person.guid)
    links = SubElement(element, "links")
    for link in filter(None, (event.session.stream_url, event.session.recording_url)):
        _text(links, "link", link, href=without_controls(link))


def _always(event: Event) -> Iterable[tuple[str, str]]:
    return (
        ("date", event.starts_at.isoformat()),
        ("start", event.start),
        ("duration", event.duration),
        ("room", event.room),
        ("slug", event.slug),
        ("url", event.url),
        ("title", event.title),
        ("type", event.type),
        ("track", event.track),
        ("abstract", event.abstract),
    )


def _where_known(event: Event) -> Iterable[tuple[str, str]]:
    return (
        ("subtitle", event.subtitle),
        ("language", event.session.language),
        ("description", event.description),
    )


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = without_controls(text)
