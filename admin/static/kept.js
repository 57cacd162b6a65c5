// What somebody wrote into a form that was refused on a page of its own stands in the form again, once he
// is back at it. It is kept in this tab from the post to the page behind it, and no longer.
const PLACE = "written";
const refused = document.querySelector("[data-refused]") !== null;
const who = document.querySelector(".who span")?.textContent;
const WORDS = "textarea, input:is(:not([type]), [type=text], [type=date], [type=time], [type=datetime-local], [type=number])";

function words(form) {
  const fields = [...form.querySelectorAll(WORDS)];
  return fields.filter((each) => each.name && each.value !== "" && each.autocomplete !== "one-time-code");
}

// Several forms of a page may do the same act, each of another thing.
function alike(action) {
  return [...document.forms].filter((each) => each.getAttribute("action") === action);
}

function fill({ action, nth, fields }) {
  const form = alike(action)[nth];
  for (const [name, value] of form ? fields : []) {
    const field = form.elements.namedItem(name);
    if (!field?.matches?.(WORDS)) continue;
    field.value = value;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }
}

const kept = JSON.parse(sessionStorage.getItem(PLACE));
if (!refused) sessionStorage.removeItem(PLACE);
else if (kept) sessionStorage.setItem(PLACE, JSON.stringify({ ...kept, refused }));
if (!refused && kept?.refused && kept.page === location.pathname && kept.who === who) fill(kept);

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.save !== undefined) return; // a draft saves itself
  const fields = words(form).map((each) => [each.name, each.value]);
  if (fields.length === 0) return;
  const action = form.getAttribute("action");
  const written = { page: location.pathname, who, action, nth: alike(action).indexOf(form), fields };
  sessionStorage.setItem(PLACE, JSON.stringify(written));
});
