// The tools above a paper: its size, the browser's print, and the PDF with its progress.
const progress = document.querySelector("[data-progress]");
const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => globalThis.print());

document.querySelector("[data-size]").addEventListener("change", (event) => event.target.form.submit());

const form = document.querySelector("[data-pdf]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  progress.textContent = form.dataset.working;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.headers.get("Content-Type") !== "application/pdf") throw new Error(answer.status);
    keep(await answer.blob(), name(answer));
    progress.textContent = form.dataset.done;
  } catch {
    progress.textContent = form.dataset.failed;
  } finally {
    button.disabled = false;
  }
});

function name(answer) {
  return /filename="?([\w.-]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "gapura.pdf";
}

function keep(blob, filename) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
