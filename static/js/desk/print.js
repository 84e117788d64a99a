/** Opens the browser's own print window for the badge that the page shows, once it is drawn. */

const button = document.querySelector("[data-print]");
const badge = document.querySelector(".desk__badge");

button.hidden = false;
button.focus({ preventScroll: true });
button.addEventListener("click", async () => {
  await badge.decode();
  window.print();
});
