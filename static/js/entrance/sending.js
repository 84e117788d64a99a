/** Talks to the server; a lost connection is tried again with the same body, so the same scan counts once. */

const PAUSES = [300, 700, 1500, 3000, 5000];
const PATIENCE = 8000;
const BUSY = new Set([502, 503, 504]);

/** What the server said no to, in its own words. */
export class Refused extends Error {}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function post(url, body) {
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

async function read(response, otherwise) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.message ?? otherwise);
  return answer;
}

/** Posts until the server answers; calls `onTrouble` each time that it could not be reached. Raises Refused. */
export async function send(url, body, { onTrouble, otherwise }) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await post(url, body);
      if (!BUSY.has(response.status)) return await read(response, otherwise);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    onTrouble();
    await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
  }
}
