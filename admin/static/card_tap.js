// Ask a reader for one tap that opens nothing, and say what the door decided.
const POLL = 300; // ms

async function decision(form, asked) {
  const until = performance.now() + asked.seconds * 1000;
  const body = new URLSearchParams({ after: asked.after, reader: asked.reader });
  while (performance.now() < until) {
    const answer = await fetch(form.dataset.seen, { method: "POST", body });
    if (answer.status === 200) return answer.json();
    if (!answer.ok) return { failed: true };
    await new Promise((done) => setTimeout(done, POLL));
  }
  return null;
}

function show(form, said, tone, to) {
  const place = form.querySelector(".tapped");
  place.className = `tapped ${tone}`;
  place.textContent = said;
  if (!to) return;
  const link = document.createElement("a");
  link.href = to;
  link.textContent = said;
  place.replaceChildren(link);
}

for (const form of document.querySelectorAll("[data-tap]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { waiting, over, failed } = form.querySelector(".tapped").dataset;
    show(form, waiting, "wait");
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const said = answer.ok ? await decision(form, await answer.json()) : { failed: true };
    if (said === null) show(form, over, "bad");
    else if (said.failed) show(form, failed, "bad");
    else show(form, said.words, said.tone, said.to);
  });
  form.querySelector("button").disabled = false; // what it asks for is no page
}
