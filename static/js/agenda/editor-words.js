/** The editor's sentences, translated by the server, and times as the reader writes them. */

const words = JSON.parse(document.getElementById("editor-words").textContent);
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
const counts = new Intl.NumberFormat(document.documentElement.lang);
const MILLISECONDS = 60000;

/** Returns the sentence with its %(name)s places filled. */
export function sentence(key, values = {}) {
  return words[key].replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);
}

/** Writes minutes after the day's midnight as the venue's clock shows them. */
export const time = (minute) => clock.format(new Date(minute * MILLISECONDS));

export const count = (number) => counts.format(number);
