// A reader that types a card's number and Enter: read twice where a card is to be issued.
// The number stays in the form; it is in no address, and no storage but this page's memory.
const KEY = "desk-reader";
const SETTINGS = ["technology", "notation", "backwards"];

function remember(form) {
  localStorage.setItem(KEY, JSON.stringify(SETTINGS.map((name) => form.elements[name].value)));
}

function recall(form) {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  SETTINGS.forEach((name, n) => {
    const { options } = form.elements[name];
    if ([...options].some((each) => each.value === kept[n])) form.elements[name].value = kept[n];
  });
}

function show(form, words, tone, to) {
  const place = form.querySelector(".tapped");
  place.className = `tapped ${tone}`;
  place.textContent = words;
  if (!to) return;
  const link = document.createElement("a");
  link.href = to;
  link.textContent = words;
  place.replaceChildren(link);
}

function empty(into) {
  into.elements.number.value = into.elements.again.value = "";
  into.querySelector("button[type=submit]").disabled = true;
}

function take(form, into, first, again) {
  if (into.elements.event) into.elements.event.value = "";
  into.elements.number.value = first;
  into.elements.again.value = again;
  for (const name of SETTINGS) into.elements[name].value = form.elements[name].value;
  into.querySelector("button[type=submit]").disabled = false;
  into.querySelector("input:not([type=hidden])")?.focus();
}

function attend(form) {
  const into = document.getElementById(form.dataset.wedge);
  const { again, differs, same, failed } = form.dataset;
  const typed = form.elements.number;
  let first = null;
  recall(form);
  for (const name of SETTINGS) {
    form.elements[name].addEventListener("change", () => {
      remember(form);
      first = null;
      if (into) empty(into);
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form);
    const number = typed.value.trim();
    typed.value = "";
    if (!number) return;
    if (first !== null && into) {
      const matches = first === number;
      if (matches) take(form, into, first, number);
      else empty(into);
      show(form, matches ? same : differs, matches ? "good" : "bad");
      first = null;
      return;
    }
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = answer.ok ? await answer.json() : await answer.json().catch(() => ({ words: failed }));
    if (!answer.ok) return show(form, said.words, "bad");
    first = into && said.free ? number : null;
    if (into) empty(into);
    show(form, first === null ? said.words : `${said.words} ${again}`, said.tone, into ? null : said.to);
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || !typed.value) return; // some readers end a number with Tab
    event.preventDefault();
    form.requestSubmit();
  });
}

for (const form of document.querySelectorAll("[data-wedge]")) attend(form);
