// A form that saves as it is filled in, says what is wrong beside the field, and grows rows.
const form = document.querySelector("#form");
const saved = document.querySelector("#saved");
const PAUSE = 700; // ms without a key before it is saved
const CHANGED = 409; // the draft was saved on another page since this one was drawn
let timer = 0;
let saving = null; // while it is under way: the next one names the version that it makes

function complain(complaints) {
  for (const place of document.querySelectorAll("[data-wrong]")) {
    const said = complaints.find((each) => each.field === place.dataset.wrong);
    place.textContent = said?.words ?? "";
    const input = form.querySelector(`[name="${CSS.escape(place.dataset.wrong)}"]`);
    if (said) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }
}

function save() {
  const before = saving;
  const mine = (async () => {
    await before;
    await send();
    if (saving === mine) saving = null;
  })();
  saving = mine;
}

async function send() {
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body: new FormData(form) });
    if (answer.status === CHANGED) {
      saved.textContent = saved.dataset.changed;
      return;
    }
    if (!answer.ok) throw new Error(answer.statusText);
    const said = await answer.json();
    form.elements.version.value = said.version;
    complain(said.complaints);
    ask(said.needed);
    const now = new Date().toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit" });
    saved.textContent = saved.dataset.saved.replace("{}", now);
  } catch {
    saved.textContent = saved.dataset.unsaved;
  }
}

// What is submitted while it is being saved waits for that: it would seem to be another page's.
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (saving === null) return;
  event.preventDefault();
  while (saving !== null) await saving;
  form.requestSubmit(event.submitter);
});

// Fields that are asked only in some cases appear when theirs has come, or hold what was written;
// what is complained of is there to be mended.
function ask(needed) {
  for (const part of form.querySelectorAll("[data-asked]")) {
    const written = [...part.querySelectorAll("input, select, textarea")].some(
      (each) => (each.type === "radio" || each.type === "checkbox" ? each.checked : each.value !== ""),
    );
    const wrong = [...part.querySelectorAll("[data-wrong]")].some((each) => each.textContent.trim() !== "");
    const wanted = needed.includes(part.dataset.asked);
    part.hidden = !written && !wrong && !wanted;
    part.querySelector(".must")?.toggleAttribute("hidden", !wanted);
  }
}

// Where the page itself knows which answer asks for a field: "field:other=answer,answer ...".
function asked() {
  const given = new FormData(form);
  const rules = form.dataset.when.trim().split(" ").map((each) => each.split(/[:=]/));
  ask(rules.filter(([, other, answers]) => answers.split(",").includes(given.get(other))).map(([field]) => field));
}

function others() {
  for (const part of form.querySelectorAll("[data-other]")) {
    const name = CSS.escape(part.dataset.other);
    const field = form.querySelector(`select[name="${name}"]`);
    const tick = form.querySelector(`input[type=checkbox][name="${name}"][value="lainnya"]`);
    part.hidden = tick ? !tick.checked : field !== null && field.value !== "lainnya";
  }
}

function rows(group) {
  const add = group.querySelector("[data-add]");
  const template = group.querySelector("template");
  let next = group.querySelectorAll("[data-row]").length + 1;
  add.hidden = false;
  add.addEventListener("click", () => {
    const row = template.content.cloneNode(true);
    for (const each of row.querySelectorAll("[name], [id], [for], [data-wrong], [aria-describedby]")) {
      for (const name of ["name", "id", "for", "data-wrong", "aria-describedby"]) {
        const value = each.getAttribute(name);
        if (value !== null) each.setAttribute(name, value.replaceAll("ROW", next));
      }
    }
    next += 1;
    add.before(row);
    droppable(group);
    add.previousElementSibling.querySelector("input, select")?.focus();
  });
  droppable(group);
}

function droppable(group) {
  for (const drop of group.querySelectorAll("[data-drop][hidden]")) {
    drop.hidden = false;
    drop.addEventListener("click", () => {
      drop.closest("[data-row]").remove();
      form.dispatchEvent(new Event("input"));
    });
  }
}

form.addEventListener("input", () => {
  others();
  if (form.dataset.when !== undefined) asked();
  if (!form.dataset.save) return;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
for (const group of form.querySelectorAll("[data-rows]")) rows(group);
others();
if (form.dataset.needed !== undefined) ask(form.dataset.needed.split(" "));
if (form.dataset.when !== undefined) asked();
document.querySelector("#wrong")?.focus();
