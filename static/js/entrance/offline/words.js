/** Sentences in the reader's language, written by the server into the page; places are %(name)s. */

const locale = document.documentElement.lang;

/** Returns a table of sentences as functions of their params. */
export class Words {
  constructor({ words, sentences, zone }) {
    this.words = words;
    this.sentences = sentences;
    this.zone = zone;
    this.now = () => new Date();
  }

  /** A sentence of the page, by its name. */
  say(name, params) {
    return this.fill(this.words[name] ?? name, params);
  }

  /** A sentence of the rules, by its English. */
  translate(english, params) {
    return this.fill(this.sentences[english] ?? english, params);
  }

  fill(text, params = {}) {
    return text.replace(/%\((\w+)\)s|%%/g, (place, name) => (name ? this.written(params[name]) : "%"));
  }

  written(value) {
    if (value instanceof Date) return this.moment(value);
    if (typeof value === "number") return new Intl.NumberFormat(locale).format(value);
    if (value && typeof value === "object") return pick(value).text;
    return String(value ?? "");
  }

  /** The venue's clock; the day too unless it is today. */
  moment(date, today = this.now()) {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: this.zone, dateStyle: "short" });
    const isToday = day.format(date) === day.format(today);
    const style = isToday ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" };
    return new Intl.DateTimeFormat(locale, { timeZone: this.zone, ...style }).format(date);
  }

  percent(share) {
    return new Intl.NumberFormat(locale, { style: "percent" }).format(share);
  }
}

/** Returns the text in the reader's language, else in English, else in any, and which it is. */
export function pick(texts) {
  const tags = [locale, "en", ...Object.keys(texts)];
  const tag = tags.find((one) => texts[one]) ?? locale;
  return { tag, text: texts[tag] ?? "" };
}
