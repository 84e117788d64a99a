/** Follows a print run without reloading the page; when its state changes, the page is fetched anew. */

const PAUSE_MILLISECONDS = 1500;
const LONGEST_PAUSE_MILLISECONDS = 15000;
const box = document.querySelector("[data-print-run]");
const number = new Intl.NumberFormat(document.documentElement.lang);
let pause = PAUSE_MILLISECONDS;

function show({ done, total }) {
  const bar = box.querySelector("progress");
  bar.max = total || 1;
  bar.value = done;
  const text = box.dataset.count.replace("{done}", number.format(done)).replace("{total}", number.format(total));
  box.querySelector(".progress__count").textContent = text;
}

async function ask() {
  const answer = await fetch(box.dataset.printRun, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const run = await answer.json();
  if (run.state !== box.dataset.state) {
    location.reload();
    return;
  }
  show(run);
  pause = PAUSE_MILLISECONDS;
}

/** A line that is down for a moment is asked again, more and more slowly. */
function follow() {
  ask()
    .catch(() => { pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS); })
    .finally(() => setTimeout(follow, pause));
}

if (box) setTimeout(follow, pause);
