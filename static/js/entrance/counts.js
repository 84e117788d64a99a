/** Keeps a gate's counts as they are, also when somebody else's telephone admits, and the sessions at a hall's door. */

import { Following } from "./following.js";
import { readPart } from "./renewing.js";

export class Counts {
  constructor(root, { onChanged }) {
    this.root = root;
    this.onChanged = onChanged;
    this.following = new Following({ ...root.dataset, pollSeconds: Number(root.dataset.pollSeconds) }, {
      show: (message) => this.show(message.parts),
    });
  }

  show({ sessions, ...parts }) {
    const place = this.root.querySelector("[data-sessions]");
    for (const [name, html] of Object.entries(parts)) {
      const part = this.root.querySelector(`[data-part="${name}"]`);
      if (part) part.innerHTML = html;
    }
    this.wanted = sessions ?? this.wanted;
    if (this.wanted !== undefined && this.wanted !== place.dataset.sessions) this.renew(place);
  }

  /** What could not be read is read when the next message comes. */
  async renew(place) {
    const { wanted } = this;
    this.wanted = undefined;
    await this.readSessions(place).catch(() => { this.wanted = wanted; });
  }

  /** Another session has come to the door, or one is over: with its button it is for the reader's page to say. */
  async readSessions(place) {
    const fresh = await readPart(this.root.dataset.page, "[data-sessions]");
    if (!fresh) return;
    const wasInUse = place.contains(document.activeElement);
    place.replaceChildren(...fresh.childNodes);
    place.dataset.sessions = fresh.dataset.sessions;
    if (wasInUse) this.onChanged();
  }
}
