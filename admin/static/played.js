// A demonstration's buttons that hold a card to a reader: the page stays and hears of it.
for (const button of document.querySelectorAll("[data-play]")) {
  button.addEventListener("click", () => fetch(button.dataset.play, { method: "POST" }));
}
