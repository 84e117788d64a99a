/**
 * Follows what the server sends as a stream of events, or, where all places for streams are taken, asks for the same
 * now and then, and tries the stream again after a minute. A stream holds a thread of the server: a page that nobody
 * sees lets go of it, and is up to date as soon as it is seen again.
 */

const STREAM_AGAIN = 60;

export class Following {
  /** `show` gets each message, `say` "live", "poll" or "lost", `leave` is called when the reader may watch no longer. */
  constructor({ stream, json, pollSeconds }, { show, say = () => {}, leave = () => {} }) {
    Object.assign(this, { stream, json, pollSeconds, show, say, leave });
    this.source = null;
    this.timer = 0;
    this.turn = 0;
    document.addEventListener("visibilitychange", () => this.begin());
    window.addEventListener("pagehide", () => this.rest());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.begin(); });
    this.begin();
  }

  begin() {
    this.rest();
    if (!document.hidden) this.watch();
  }

  rest() {
    this.turn += 1;
    this.source?.close();
    clearTimeout(this.timer);
  }

  watch() {
    const source = new EventSource(this.stream);
    this.source = source;
    source.addEventListener("message", (event) => {
      this.show(JSON.parse(event.data));
      this.say("live");
    });
    source.addEventListener("error", () => {
      // A stream that has ended is opened again by the browser; one that was refused is not.
      if (source === this.source && source.readyState === EventSource.CLOSED) this.poll(Math.max(1, Math.round(STREAM_AGAIN / this.pollSeconds)));
    });
  }

  async poll(left) {
    const { turn } = this;
    const isStale = () => turn !== this.turn;
    if (left <= 0) { this.watch(); return; }
    try {
      const answer = await fetch(this.json, { cache: "no-cache", headers: { Accept: "application/json" } });
      const message = answer.ok ? await answer.json() : null;
      if (isStale()) return;
      if (answer.status === 401 || answer.status === 403) { this.leave(); return; }
      if (message) {
        this.show(message);
        this.say("poll");
      }
    } catch {
      if (!isStale()) this.say("lost");
    }
    if (!isStale()) this.timer = setTimeout(() => this.poll(left - 1), this.pollSeconds * 1000);
  }
}
