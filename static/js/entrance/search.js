/** Finding somebody by name at the gate. */

export class NameSearch {
  constructor(details, { words, search, onChosen }) {
    this.details = details;
    this.words = words;
    this.onChosen = onChosen;
    this.list = details.querySelector("[data-people]");
    this.status = details.querySelector("[data-found]");
    this.template = details.querySelector("template");
    const form = details.querySelector("[data-search-form]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const found = await search(form.elements.q.value);
      if (found) this.show(found.people);
    });
    details.addEventListener("toggle", () => { if (details.open) form.elements.q.focus(); });
    this.list.addEventListener("submit", (event) => this.choose(event));
  }

  show(people) {
    this.list.replaceChildren(...people.map((person) => this.item(person)));
    this.status.textContent = people.length ? `${this.words.found} ${people.length}` : this.words.found_none;
  }

  item(person) {
    const item = this.template.content.cloneNode(true);
    const put = (name, text) => { item.querySelector(`[data-slot="${name}"]`).textContent = text; };
    item.querySelector("form").dataset.person = person.public_id;
    put("name", person.name);
    put("native", person.native_name);
    put("organisation", person.organisation);
    put("category", `${person.category.letter} · ${person.category.name}`);
    put("status", person.status);
    Object.assign(item.querySelector('[data-slot="native"]'), {
      lang: person.native_language,
      dir: person.native_direction,
    });
    return item;
  }

  choose(event) {
    event.preventDefault();
    this.details.open = false;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.onChosen(event.target.dataset.person);
  }
}
