// Stars answer at once: the star is filled before the server has answered, and taken back if it refuses.

const says = document.querySelector("[data-follow-says]");

function show(button, starred) {
  button.setAttribute("aria-pressed", String(starred));
  button.value = starred ? "0" : "1";
}

// The same session may be starred at several places of a page.
function showAll(action, starred) {
  for (const form of document.querySelectorAll("form[data-star]")) {
    if (form.action === action) show(form.querySelector("button"), starred);
  }
}

function say(message) {
  if (says) says.textContent = message;
}

async function send(form, wanted) {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": form.elements.csrf_token?.value ?? "",
    },
    body: JSON.stringify({ wanted }),
  });
  if (answer.status === 401) window.location.assign(form.action);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
}

async function star(form) {
  const wanted = form.querySelector("button").value === "1";
  const turn = (form.turn = (form.turn ?? 0) + 1);
  showAll(form.action, wanted);
  // One after the other, or two quick presses might arrive in the wrong order.
  const before = form.sending;
  form.sending = (async () => { await before?.catch(() => {}); return send(form, wanted); })();
  try {
    const { starred, message } = await form.sending;
    if (turn === form.turn) showAll(form.action, starred);
    say(message);
  } catch (error) {
    if (turn === form.turn) showAll(form.action, !wanted);
    say(error instanceof TypeError || error instanceof SyntaxError ? says?.dataset.failed ?? "" : error.message);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-star]");
  if (!form) return;
  event.preventDefault();
  star(form);
});
