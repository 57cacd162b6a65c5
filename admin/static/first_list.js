// Day one: try a list as it is read, row by row; the files stay chosen whatever is wrong.
const form = document.querySelector("#list");
const progress = document.querySelector("#progress");
const verdict = document.querySelector("#verdict");
const table = document.querySelector("#faults");

function filled(words, facts) {
  return words.replace(/\{(\w+)\}/g, (_, key) => facts[key]);
}

function say(words, wrong) {
  verdict.textContent = words;
  verdict.classList.toggle("error", wrong);
  verdict.hidden = false;
}

function working(words, done, of) {
  const bar = progress.querySelector("progress");
  progress.hidden = false;
  progress.querySelector("span").textContent = words;
  if (of) Object.assign(bar, { max: of, value: done });
  else bar.removeAttribute("value");
}

function list(faults) {
  table.tBodies[0].replaceChildren(
    ...faults.map((fault) => {
      const row = document.createElement("tr");
      [fault.row, fault.column, fault.words].forEach((words, column) => {
        const cell = document.createElement("td");
        cell.textContent = words;
        cell.dataset.label = table.tHead.rows[0].cells[column].textContent;
        row.append(cell);
      });
      return row;
    }),
  );
  table.hidden = faults.length === 0;
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    held += value;
    const whole = held.split("\n");
    held = whole.pop();
    for (const line of whole) yield JSON.parse(line);
  }
}

async function attempt() {
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/x-ndjson" },
  });
  if (!answer.ok) return say(form.dataset.failed, true);
  for await (const said of lines(answer.body)) {
    if (said.words) return say(said.words, true);
    working(filled(form.dataset.done, said), said.done, said.of);
    if (!said.faults) continue;
    list(said.faults);
    const bad = said.wrong > 0;
    say(filled(bad ? form.dataset.bad : form.dataset.good, { wrong: said.wrong, rows: said.of }), bad);
  }
}

async function submit() {
  const answer = await fetch(form.dataset.submit, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
  });
  if (answer.redirected) return location.assign(answer.url); // who he is must be proved again
  const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (said.address) location.assign(said.address);
  else say(said.words ?? form.dataset.failed, true);
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = event.submitter?.id === "submit" ? submit : attempt;
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  list([]);
  verdict.hidden = true;
  working(form.dataset.sending, 0, 0);
  try {
    await chosen();
  } catch {
    say(form.dataset.failed, true);
  }
  progress.hidden = true;
  for (const button of buttons) button.disabled = false;
});
