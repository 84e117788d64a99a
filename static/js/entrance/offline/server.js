/** Asks the server as this device: by its token, never by a cookie. */

/** The server could not be reached, was too slow, or was not itself. */
export class Unreachable extends Error {}
/** The server said no, in its own words. */
export class Refused extends Error {}
/** More was sent at once than the server, or a proxy before it, takes. */
export class TooLarge extends Refused {}
/** The server does not know this device (any more). */
export class DeviceUnknown extends Error {}
/** What the device holds can no longer be brought up to date by parts. */
export class BeginAnew extends Error {}

const PATIENCE = 15_000;
// With these the application refuses a device; the others are not its answers.
const REFUSALS = new Set([400, 404, 409, 422]);

/**
 * What the server meant. Something in between (a proxy, a hotel's sign-in page) refuses too, but not in our words:
 * only the application itself may say that the device is unknown, for then everything is erased.
 */
function refusalOf({ status }, said) {
  const { error, message } = said ?? {};
  if (status === 401) return error === "device_unknown" ? new DeviceUnknown() : new Unreachable();
  if (status === 409 && error === "begin_anew") return new BeginAnew();
  if (status === 413) return new TooLarge(message);
  if (!REFUSALS.has(status)) return new Unreachable();
  return error ? new Refused(message ?? error) : new Unreachable();
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
    const options = {
      headers, credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(patience),
    };
    if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    const response = await fetch(this.base + path, options).catch(() => { throw new Unreachable(); });
    const said = response.ok ? null : await response.json().catch(() => null);
    if (this.isResting) throw new Unreachable();
    if (response.ok) return response;
    throw refusalOf(response, said);
  }

  /** Returns the answer's JSON. What lacks the value that was asked for, `expects`, is not the server's. */
  async json(path, { expects, ...options }) {
    const response = await this.ask(path, options);
    // A hotel's sign-in page answers 200 too, but no JSON.
    const answer = await response.json().catch(() => { throw new Unreachable(); });
    if (answer?.[expects] === undefined) throw new Unreachable();
    return answer;
  }

  async bytes(path, options) {
    const response = await this.ask(path, options);
    if ((response.headers.get("Content-Type") ?? "").startsWith("text/")) throw new Unreachable();
    return response.arrayBuffer().catch(() => { throw new Unreachable(); });
  }
}
