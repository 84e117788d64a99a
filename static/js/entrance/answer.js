/** Fills the screen with the answer to a scan. */

import { signal } from "./sound.js";

const ADMITTED_SHOWN = 1500;

export class AnswerScreen {
  constructor(section, { announcement, words, onClosed }) {
    this.section = section;
    this.announcement = announcement;
    this.words = words;
    this.onClosed = onClosed;
    this.timer = 0;
    section.querySelector("[data-continue]").addEventListener("click", (event) => {
      event.preventDefault();
      this.close();
    });
  }

  get isShown() {
    return !this.section.hidden;
  }

  slot(name) {
    return this.section.querySelector(`[data-slot="${name}"]`);
  }

  write(name, text) {
    this.slot(name).textContent = text ?? "";
  }

  show(answer) {
    clearTimeout(this.timer);
    this.section.className = `answer answer--${answer.signal}`;
    for (const name of ["word", "explanation", "next_step"]) this.write(name, answer[name]);
    this.slot("repeated").hidden = !answer.repeated;
    this.slot("attention").replaceChildren(...answer.attention.map(attentionItem));
    this.showPerson(answer.person);
    this.showActions(answer);
    this.section.hidden = false;
    this.section.scrollTop = 0;
    this.announce(answer);
    signal(answer.signal);
    if (answer.signal === "go" && !answer.attention.length) this.timer = setTimeout(() => this.close(), ADMITTED_SHOWN);
  }

  announce({ word, person, explanation, next_step: step }) {
    const native = person?.name ?? "";
    this.announcement.textContent = [word, native, explanation, step].filter(Boolean).join(" · ");
  }

  showPerson(person) {
    this.slot("person").hidden = !person;
    if (!person) return;
    this.write("name", person.name);
    this.write("native", person.native_name);
    this.write("organisation", person.organisation);
    this.write("letter", person.category.letter);
    this.write("category", person.category.name);
    this.slot("native").lang = person.native_language;
    this.slot("native").dir = person.native_direction;
    this.slot("category").lang = person.category.language;
    this.slot("colour").setAttribute("fill", person.category.colour);
    this.slot("photo").replaceChildren(...(person.photo_url ? [this.portrait(person.photo_url)] : []));
  }

  /** Adds the portrait to the answer that is shown; resolves once it is drawn. */
  async showPortrait(url) {
    const image = this.portrait(url);
    this.slot("photo").replaceChildren(image);
    await image.decode().catch(() => image.remove());
  }

  portrait(url) {
    const image = new Image(600, 800);
    image.src = url;
    image.alt = this.words.portrait;
    return image;
  }

  showActions(answer) {
    const form = (name) => this.section.querySelector(`[data-action="${name}"]`);
    form("company").hidden = !answer.asks_for_company;
    form("undo").hidden = !answer.undo_url;
    form("undo").action = answer.undo_url ?? "#";
    const override = this.section.querySelector("[data-override]");
    if (!override) return;
    override.hidden = !answer.may_override;
    override.open = false;
    form("override").reset();
  }

  close() {
    clearTimeout(this.timer);
    this.section.hidden = true;
    this.onClosed();
  }

  /** Stays until somebody closes it, because somebody is using it. */
  hold() {
    clearTimeout(this.timer);
  }
}

function attentionItem({ text }) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
