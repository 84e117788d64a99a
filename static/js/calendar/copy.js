// A button that copies an address; it appears only where the browser lets a page copy.
const says = document.querySelector("[data-copy-says]");

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let message = button.dataset.done;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      message = button.dataset.failed;
    }
    if (!says) return;
    says.classList.remove("visually-hidden");
    says.textContent = message;
  });
}
