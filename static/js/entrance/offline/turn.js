/** One tab of the scanner works at a time: the one that holds the browser's lock of this name (Web Locks). */

const GRACE = 400;

export class Turn {
  /**
   * `work` begins once it is this tab's turn, `rest` as another tab takes over, `wait` while another one works.
   * Where the browser has no locks, every tab works, and the server holds their scans apart.
   */
  constructor(name, { work, rest, wait }) {
    Object.assign(this, { name, work, rest, wait });
    this.asked = null;
  }

  /** Waits for the turn: it comes when the tab that has it is closed. A tab that is reloaded lets go a moment late. */
  take() {
    if (!navigator.locks) return this.work();
    this.asked = new AbortController();
    const late = setTimeout(this.wait, GRACE);
    return this.hold({ signal: this.asked.signal }, () => clearTimeout(late));
  }

  /** Takes the turn away from the tab that has it. */
  takeOver() {
    this.asked?.abort();
    return this.hold({ steal: true });
  }

  hold(options, onGranted = () => undefined) {
    let isHeld = false;
    const granted = navigator.locks.request(this.name, options, () => {
      isHeld = true;
      onGranted();
      this.work();
      return new Promise(() => undefined);
    });
    return granted.catch((error) => {
      if (error.name !== "AbortError") throw error;
      if (isHeld) this.lose();
    });
  }

  lose() {
    this.rest();
    this.wait();
    this.take();
  }
}
