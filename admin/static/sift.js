// A long list of ticks, sifted by letters: what is ticked stays in sight, arrows walk what is shown.
function sifts(list) {
  const lines = [...list.querySelectorAll(".lines label")];
  const boxes = lines.map((each) => each.querySelector("input"));
  const words = lines.map((each) => each.textContent.toLocaleLowerCase());
  const field = list.querySelector("input[type=text]");
  const status = list.querySelector("[role=status]");

  const shown = () => boxes.filter((_, at) => !lines[at].hidden);

  function sift() {
    const wanted = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    lines.forEach((line, at) => {
      line.hidden = !boxes[at].checked && !wanted.every((each) => words[at].includes(each));
    });
    const count = { shown: shown().length, all: boxes.length, chosen: boxes.filter((each) => each.checked).length };
    status.textContent = status.dataset.words.replace(/{(\w+)}/g, (_, key) => count[key]);
  }

  function walk(event) {
    const down = event.key === "ArrowDown" || (event.key === "Enter" && event.target === field);
    if (!down && event.key !== "ArrowUp") return;
    const stops = field ? [field, ...shown()] : shown();
    const next = stops[stops.indexOf(event.target) + (down ? 1 : -1)];
    event.preventDefault(); // an Enter here would send the whole form
    next?.focus();
  }

  list.addEventListener("keydown", walk);
  if (!field) return;
  field.closest(".waits").classList.remove("waits");
  list.addEventListener("input", sift);
  sift();
}

for (const list of document.querySelectorAll("[data-sift]")) sifts(list);
