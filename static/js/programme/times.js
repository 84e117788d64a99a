/** Writes the reader's own time beside the venue's where no zone was chosen: the browser knows where it is. */

const DAY = 86_400_000;
const LOCALE = document.documentElement.lang;

function wallParts(moment, timeZone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

function dayNumber({ year, month, day }) {
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY;
}

/** The venue's clock is written in the attribute itself: 2026-11-28T10:00:00+03:00. */
function venueDay(iso) {
  return Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10))) / DAY;
}

function withShift(text, days, words) {
  if (days === 0) return text;
  const pattern = days > 0 ? words.later : words.earlier;
  return pattern.replace("{time}", text).replace(/1/u, String(Math.abs(days)));
}

function clock(moment, timeZone) {
  return new Intl.DateTimeFormat(LOCALE, { timeZone, hourCycle: "h23", hour: "2-digit", minute: "2-digit", numberingSystem: "latn" }).format(moment);
}

function spanWords(start, end, timeZone, words) {
  const [from, to] = [new Date(start), new Date(end)];
  const [fromParts, toParts] = [wallParts(from, timeZone), wallParts(to, timeZone)];
  const same = (parts, iso) => `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}` === iso.slice(0, 16);
  if (same(fromParts, start) && same(toParts, end)) return "";
  const first = dayNumber(fromParts) - venueDay(start);
  const last = dayNumber(toParts) - venueDay(start);
  return words.span
    .replace("{start}", withShift(clock(from, timeZone), first, words))
    .replace("{end}", withShift(clock(to, timeZone), last === first ? 0 : last, words));
}

/** Fill in the times within `root`; does nothing where the reader has chosen a zone, or the venue's time alone. */
export function fillTimes(root = document) {
  const note = document.querySelector("[data-zone-note]");
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!note || note.dataset.zone || !timeZone) return;
  for (const place of root.querySelectorAll("[data-readers-time][hidden]")) {
    const line = place.closest("article, li, .when, .board__session") ?? place.parentElement;
    const start = line.querySelector("[data-venue-start]")?.dateTime;
    const end = line.querySelector("[data-venue-end]")?.dateTime;
    const text = start && end ? spanWords(start, end, timeZone, note.dataset) : "";
    if (!text) continue;
    place.textContent = text;
    place.hidden = false;
  }
}

fillTimes();
