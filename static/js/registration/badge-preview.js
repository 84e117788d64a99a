/** Shows what will stand on the badge while it is being typed; without this script the prefilled lines are shown. */

function follow(place) {
  const field = document.getElementById(place.dataset.preview);
  field?.addEventListener("input", () => {
    place.textContent = field.value;
  });
}

for (const place of document.querySelectorAll("[data-badge-preview] [data-preview]")) follow(place);
