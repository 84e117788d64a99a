"""By which clock somebody elsewhere reads the time of a meeting online."""

from babel.core import get_global

from .kinds import MeetingFormat


def clock_beside(where: MeetingFormat, venue_zone: str, country: str) -> str:
    """Return the zone (IANA) to show beside the venue's to somebody who lives in a country (ISO 3166-1 alpha-2).

    That of the country where it has one clock only, otherwise UTC; "" for a meeting at the venue or the same clock.
    """
    if where is not MeetingFormat.ONLINE:
        return ""
    zones = get_global("territory_zones").get(country, [])
    zone = str(zones[0]) if len(zones) == 1 else "UTC"
    return "" if zone == venue_zone else zone
