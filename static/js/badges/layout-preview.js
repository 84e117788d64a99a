/** Draws the layout anew while its boxes are being changed; without this script the saved version is shown. */

const PAUSE_MS = 600;

const place = document.querySelector("[data-layout-preview]");
const form = document.querySelector("[data-layout-form]");
let waiting;
let latest = 0;

function mark(errors) {
  for (const row of form.querySelectorAll("[data-element]")) {
    const sentence = row.querySelector(".field__error");
    sentence.textContent = errors[row.dataset.element] ?? "";
    sentence.hidden = !sentence.textContent;
  }
  place.querySelector("[data-layout-refusal]").hidden = Object.keys(errors).length === 0;
}

async function draw(image, number) {
  const body = new FormData(form);
  const address = `${place.dataset.layoutPreview}?side=${image.dataset.side}`;
  const headers = { "X-CSRFToken": body.get("csrf_token") };
  const answer = await fetch(address, { method: "POST", body, headers });
  if (number !== latest) return;
  if (answer.status === 422) mark((await answer.json()).errors);
  if (!answer.ok) return;
  mark({});
  const old = image.src;
  image.src = URL.createObjectURL(await answer.blob());
  if (old.startsWith("blob:")) URL.revokeObjectURL(old);
}

function drawSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    latest += 1;
    for (const image of place.querySelectorAll("img")) draw(image, latest).catch(() => undefined);
  }, PAUSE_MS);
}

form?.addEventListener("input", drawSoon);
