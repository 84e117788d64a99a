/** Talks to the server; what it refuses and what never reached it are different errors. */

const PATIENCE = 15000;

/** What the server said no to, in its own words; `status` 409 means that the board was stale. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function ask(url, options) {
  const response = await fetch(url, {
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
    headers: { Accept: "application/json", ...options.headers },
  });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw new Refused(answer?.message ?? "", response.status);
}

export const get = (url) => ask(url, { cache: "no-store" });

export function post(url, body) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body) });
}
