/** Says in words how the device fares: network, last synchronisation, queue, battery, and what else must be known. */

export class Status {
  constructor(root, { device, connection, words }) {
    Object.assign(this, { device, connection, words });
    this.list = root.querySelector("[data-status]");
    this.notices = root.querySelector("[data-notices]");
    this.slots = Object.fromEntries(
      ["network", "synced", "waiting", "battery"].map((name) => [name, root.querySelector(`[data-status-${name}]`)]),
    );
    this.said = new Map();
    this.battery = null;
  }

  /** The battery in per cent, null where the browser does not tell. */
  get charge() {
    return this.battery ? Math.round(this.battery.level * 100) : null;
  }

  async watchBattery() {
    this.battery = (await navigator.getBattery?.().catch(() => null)) ?? null;
    this.battery?.addEventListener("levelchange", () => this.show());
  }

  show() {
    const { device, words, slots } = this;
    const alone = !this.connection.isOnline;
    this.list.hidden = !device.state || this.connection.isStopped;
    if (this.list.hidden) return this.forget();
    this.list.classList.toggle("device-status--alone", alone);
    write(slots.network, words.say(alone ? "offline" : "online"));
    write(slots.synced, device.syncedAt
      ? words.say("synced", { time: new Date(device.syncedAt) })
      : words.say("never_synced"));
    write(slots.waiting, words.say("waiting", { count: device.queue.waiting }));
    write(slots.battery, this.battery
      ? words.say("battery", { share: words.percent(this.battery.level) })
      : words.say("battery_unknown"));
    return this.showStanding();
  }

  /** What holds now and not only when it happened. */
  showStanding() {
    const { device } = this;
    const { clock, queue } = device;
    const blind = device.whyBlind(clock.now());
    this.say("blind", blind ? this.words.say(blind) : "");
    this.say("gate", device.gate ? "" : this.words.say("no_gate"));
    this.say("refused", queue.refused ? this.words.say("refused_scans", { count: queue.refused }) : "");
    const minutes = Math.round(Math.abs(clock.offset) / 60_000);
    this.say("clock", clock.isWrong ? this.words.say(clock.offset > 0 ? "clock_ahead" : "clock_behind", { minutes }) : "");
  }

  /** Shows a notice under its name until it is said again, "" takes it away. */
  say(name, text) {
    if ((this.said.get(name) ?? "") === text) return;
    if (text) this.said.set(name, text);
    else this.said.delete(name);
    this.notices.replaceChildren(...[...this.said.values()].map((one) => {
      const item = document.createElement("li");
      item.textContent = one;
      return item;
    }));
  }

  forget() {
    this.said.clear();
    this.notices.replaceChildren();
  }
}

/** A live region must not be written anew with what it says already. */
function write(slot, text) {
  if (slot.textContent !== text) slot.textContent = text;
}
