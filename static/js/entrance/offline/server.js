/** Asks the server as this device: by its token, never by a cookie. */

/** The server could not be reached, was too slow, or was not itself. */
export class Unreachable extends Error {}
/** The server said no, in its own words. */
export class Refused extends Error {}
/** The server does not know this device (any more). */
export class DeviceUnknown extends Error {}
/** What the device holds can no longer be brought up to date by parts. */
export class BeginAnew extends Error {}

const PATIENCE = 15_000;

/**
 * What the server meant. Something in between (a proxy, a hotel's sign-in page) refuses too, but not in our words:
 * only the application itself may say that the device is unknown, for then everything is erased.
 */
function refusalOf({ status }, said) {
  const { error, message } = said ?? {};
  if (status === 401) return error === "device_unknown" ? new DeviceUnknown() : new Unreachable();
  if (status === 409 && error === "begin_anew") return new BeginAnew();
  if (status >= 500 || status === 429 || status === 408) return new Unreachable();
  return error || message ? new Refused(error ?? message) : new Unreachable();
}

export class Server {
  constructor(base, token = "") {
    this.base = base;
    this.token = token;
    this.isResting = false;
  }

  /** A tab whose turn has ended asks nothing more, and what it is told too late is for another tab to hear. */
  async ask(path, { body, patience = PATIENCE } = {}) {
    if (this.isResting) throw new Unreachable();
    const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body) headers["Content-Type"] = "application/json";
    const options = { headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(patience) };
    if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    const response = await fetch(this.base + path, options).catch(() => { throw new Unreachable(); });
    const said = response.ok ? null : await response.json().catch(() => null);
    if (this.isResting) throw new Unreachable();
    if (response.ok) return response;
    throw refusalOf(response, said);
  }

  async json(path, options) {
    const response = await this.ask(path, options);
    // A hotel's sign-in page answers 200 too, but no JSON.
    return response.json().catch(() => { throw new Unreachable(); });
  }

  async bytes(path, options) {
    const response = await this.ask(path, options);
    return response.arrayBuffer().catch(() => { throw new Unreachable(); });
  }
}
