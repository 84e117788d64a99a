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

function refusalOf(response, { error, message }) {
  if (response.status === 401) return new DeviceUnknown();
  if (response.status === 409 && error === "begin_anew") return new BeginAnew();
  if (response.status >= 500 || response.status === 429 || response.status === 408) return new Unreachable();
  return new Refused(error ?? message ?? "");
}

export class Server {
  constructor(base, token = "") {
    this.base = base;
    this.token = token;
  }

  async ask(path, { body, patience = PATIENCE } = {}) {
    const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body) headers["Content-Type"] = "application/json";
    const options = { headers, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(patience) };
    if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    const response = await fetch(this.base + path, options).catch(() => { throw new Unreachable(); });
    if (response.ok) return response;
    throw refusalOf(response, await response.json().catch(() => ({})));
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
