// Signed papers: each scan is read by itself; what could not be placed stays, with its code to type.
const form = document.querySelector("[data-scans]");
const list = form.querySelector(".scans");
const status = form.querySelector("[role=status]");
const button = form.querySelector("button.primary");

// Send one scan, with a code if it was typed; say where it lies, or why nowhere.
async function send(file, code) {
  const body = new FormData();
  body.set("pindaian", file);
  if (code) body.set("kode", code);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { Accept: "application/json" }, redirect: "error",
    });
    return await answer.json();
  } catch {
    return { words: list.dataset.unsent };
  }
}

function shown(row, file, said) {
  const name = document.createElement("strong");
  name.textContent = file.name;
  row.replaceChildren(name);
  if (said.to) {
    const link = document.createElement("a");
    link.href = said.to;
    link.textContent = list.dataset.found;
    row.append(link);
    return;
  }
  const why = document.createElement("span");
  why.className = "complaint";
  why.setAttribute("role", "alert");
  why.textContent = said.words;
  const label = document.createElement("label");
  label.textContent = list.dataset.code;
  const code = document.createElement("input");
  Object.assign(code, { autocomplete: "off", maxLength: 20 });
  label.append(code);
  const again = document.createElement("button");
  Object.assign(again, { type: "button", textContent: list.dataset.again });
  const retry = async () => shown(row, file, await send(file, code.value));
  again.addEventListener("click", retry);
  code.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form's own button sends all of them
    retry();
  });
  row.append(why, label, again);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...form.elements.pindaian.files];
  const typed = files.length === 1 ? form.elements.kode.value : "";
  button.disabled = true;
  list.replaceChildren();
  for (const [done, file] of files.entries()) {
    status.textContent = status.dataset.words.replace("{done}", done).replace("{all}", files.length);
    const said = await send(file, typed);
    if (said.to && files.length === 1) return location.assign(said.to);
    shown(list.appendChild(document.createElement("li")), file, said);
  }
  status.textContent = status.dataset.words.replace("{done}", files.length).replace("{all}", files.length);
  button.disabled = false;
});
