// A review saves as it goes: each decision when it is made, and says how far the whole is.
const bar = document.querySelector("#progress");
const words = document.querySelector("#progress-words");
const NEEDS_MORE = new Set(["perpanjang", "ubah"]); // decisions that say more than themselves

function shows({ done, all }) {
  bar.value = done;
  words.textContent = words.dataset.words.replace("{done}", done).replace("{all}", all);
}

const saving = new WeakSet(); // a second press while the first is on its way says nothing new

async function save(form) {
  if (saving.has(form)) return;
  saving.add(form);
  const status = form.querySelector("[data-saved]");
  const complaint = form.querySelector("[data-complaint]");
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
    });
    const said = await answer.json();
    complaint.textContent = said.saved ? "" : said.words;
    status.textContent = said.saved ? `${said.words} · ${status.dataset.words}` : "";
    if (said.saved) shows(said);
  } catch {
    status.textContent = status.dataset.unsaved;
  } finally {
    saving.delete(form);
  }
}

for (const form of document.querySelectorAll("[data-decide]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(form);
  });
  form.addEventListener("change", () => {
    const decision = form.elements.keputusan.value;
    const reason = form.elements.alasan;
    if (decision === "perpanjang" && !form.elements.perpanjang_sampai.value) return;
    if (decision === "" || (NEEDS_MORE.has(decision) && document.activeElement?.name === "keputusan")) return;
    if (form.dataset.decide === "risiko" && decision === "tetap" && !reason.value.trim()) {
      reason.focus();
      return;
    }
    save(form);
  });
}
