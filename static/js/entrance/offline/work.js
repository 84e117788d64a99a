/** The door's screen: camera, scanner and typed codes are brought before the door, and its answer is shown. */

import { AnswerScreen } from "../answer.js";
import { Camera } from "../camera.js";
import { keepFocus, listenForBursts, watchForWhole } from "../scanner.js";
import { unlock as unlockSound } from "../sound.js";
import { CannotDecide } from "./door.js";
import { Refused, Unreachable } from "./server.js";
import { showSessions } from "./sessions.js";
import { pick } from "./words.js";

export class Work {
  constructor(root, { door, device, words, assets, onError, onChange }) {
    Object.assign(this, { root, door, device, words, assets, onError, onChange });
    this.form = this.part("scan-form");
    this.pending = false;
    this.asked = {};
    this.screen = new AnswerScreen(this.part("answer"), {
      announcement: this.part("announcement"),
      words: { portrait: words.say("portrait") },
      onClosed: () => this.refocus?.(),
    });
    this.watchField();
    this.watchActions();
    this.watchChoices();
    this.watchCamera();
    listenForBursts((code) => { if (!root.hidden) this.scan({ code, entered_by: "scanner" }); });
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, unlockSound);
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  /** Shows the gate as it is now. */
  show() {
    const { device, words } = this;
    const { gate } = device;
    this.part("device").textContent = device.state.device.name;
    this.part("operator").textContent = words.say("handed_over", { operator: device.operator });
    if (!gate) return;
    this.part("gate-zone").textContent = gate.zone.letter;
    this.part("gate-name").textContent = nameOf(gate);
    this.part("counts").textContent = this.door.counts(gate).text;
    showSessions(this.part("sessions"), gate, this);
    const options = device.state.gates.map((one) => new Option(`${one.zone.letter} · ${nameOf(one)}`, one.id));
    this.part("gate-choice").replaceChildren(...options);
    this.part("gate-choice").value = String(gate.id);
    const way = device.choice.direction ?? "entry";
    for (const input of this.form.elements.direction) input.checked = input.value === way;
    this.refocus ??= keepFocus(this.form.elements.code);
  }

  tell(text) {
    this.part("trouble").textContent = text;
    this.part("trouble").hidden = !text;
  }

  async scan(what, extra = {}) {
    if (this.pending || this.root.hidden || !this.device.gate) return;
    this.pending = true;
    this.root.dataset.pending = "";
    this.asked = what;
    const direction = this.form.elements.direction.value;
    const answer = await this.attempt(() => this.door.scan({ ...what, direction, ...extra })).finally(() => {
      this.pending = false;
      delete this.root.dataset.pending;
    });
    this.onChange();
    if (!answer) return;
    this.part("counts").textContent = answer.counts.text;
    showSessions(this.part("sessions"), this.device.gate, this);
    this.screen.show(answer);
    this.showPortrait(answer);
  }

  /** Nobody waits for a portrait: it joins the answer if that is still shown. */
  async showPortrait(answer) {
    this.answer = answer;
    const url = await this.door.portraitOf(answer);
    if (!url) return;
    if (this.answer === answer && this.screen.isShown) await this.screen.showPortrait(url);
    URL.revokeObjectURL(url);
  }

  /** Null where there is no answer; why is on the screen then. */
  async attempt(work) {
    try {
      const done = await work();
      this.tell("");
      return done;
    } catch (error) {
      this.screen.close();
      if (error instanceof CannotDecide) this.tell(this.words.say(error.reason));
      else if (error instanceof Refused) this.tell(error.message || this.words.say("refused"));
      else if (error instanceof Unreachable) this.tell(this.words.say("refused"));
      else await this.onError(error);
      return null;
    }
  }

  /** What reached the field faster than fingers type came from a scanner. */
  watchField() {
    const field = this.form.elements.code;
    let began = 0;
    const read = (enteredBy) => {
      const code = field.value.trim();
      field.value = "";
      if (code) this.scan({ code, entered_by: enteredBy });
    };
    watchForWhole(field, () => read("scanner"));
    field.addEventListener("input", (event) => { if (field.value.length <= 1) began = event.timeStamp; });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && (event.key !== "Tab" || !field.value)) return;
      event.preventDefault();
      read(event.timeStamp - began < 50 * field.value.length ? "scanner" : "typed");
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      read("typed");
    });
  }

  watchActions() {
    const answer = this.part("answer");
    answer.addEventListener("submit", (event) => {
      event.preventDefault();
      const { action } = event.target.dataset;
      if (action === "company") this.scan(this.asked, { accompanied: true });
      if (action === "undo") this.undo(event.target.action);
    });
    answer.addEventListener("focusin", () => this.screen.hold());
    answer.addEventListener("pointerdown", () => this.screen.hold());
  }

  async undo(url) {
    const path = new URL(url).pathname.slice(this.device.server.base.length);
    const done = await this.attempt(() => this.device.server.json(path, { body: {}, expects: "counts" }));
    if (!done) return;
    this.part("counts").textContent = done.counts.text;
    this.screen.close();
    this.tell(done.message);
    setTimeout(() => this.tell(""), 3000);
  }

  watchChoices() {
    for (const way of this.form.elements.direction) {
      way.addEventListener("change", () => {
        this.device.choose({ direction: way.value }).catch(this.onError);
        way.blur();
        this.refocus?.();
      });
    }
    this.part("gate-choice").addEventListener("change", async (event) => {
      await this.device.choose({ gate: Number(event.target.value) }).catch(this.onError);
      this.part("menu").open = false;
      this.show();
    });
  }

  watchCamera() {
    if (!navigator.mediaDevices?.getUserMedia) return;
    const button = this.part("camera-switch");
    const go = () => this.part("answer").classList.contains("answer--go");
    this.camera = new Camera(this.part("video"), {
      assets: this.assets,
      onCode: (code) => this.scan({ code, entered_by: "camera" }),
      isBusy: () => this.pending || (this.screen.isShown && !go()),
    });
    this.part("camera").hidden = false;
    button.addEventListener("click", async () => {
      if (this.camera.isOn) this.camera.stop();
      else await this.camera.start().catch(() => { this.camera.stop(); this.tell(this.words.say("camera_failed")); });
      this.showCamera();
      button.blur();
      this.refocus?.();
    });
  }

  showCamera() {
    const button = this.part("camera-switch");
    button.setAttribute("aria-pressed", String(this.camera.isOn));
    button.textContent = this.words.say(this.camera.isOn ? "stop_camera" : "start_camera");
    this.part("camera").classList.toggle("gate__camera--on", this.camera.isOn);
  }

  /** Stops what must not go on behind a lock. */
  rest() {
    this.part("menu").open = false;
    if (!this.screen.section.hidden) this.screen.close();
    if (!this.camera?.isOn) return;
    this.camera.stop();
    this.showCamera();
  }
}

const nameOf = (gate) => (gate.names ? pick(gate.names).text : gate.name);
