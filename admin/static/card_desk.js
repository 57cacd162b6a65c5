// The operator's desk: ask a reader for one unknown card, and take it into the form.
const listen = document.querySelector("#listen");
const issue = document.querySelector("#issue");
const heard = document.querySelector("#heard");
const POLL = 300; // ms

// The first card that may be issued; one that may not is said, and the next is waited for.
async function next(form, asked) {
  const until = performance.now() + asked.seconds * 1000;
  const query = new URLSearchParams({ after: asked.after, reader: asked.reader });
  while (performance.now() < until) {
    const answer = await fetch(`${form.dataset.taps}?${query}`);
    const card = answer.status === 200 ? await answer.json() : null;
    if (card && !card.taken) return card;
    if (card) {
      heard.textContent = card.taken;
      query.set("after", card.event);
    }
    await new Promise((done) => setTimeout(done, POLL));
  }
  return null;
}

listen?.addEventListener("submit", async (event) => {
  event.preventDefault();
  heard.textContent = heard.dataset.waiting;
  const answer = await fetch(listen.action, { method: "POST", body: new FormData(listen) });
  const card = answer.ok ? await next(listen, await answer.json()) : null;
  if (card === null) {
    heard.textContent = heard.dataset.over;
    return;
  }
  const words = [heard.dataset.heard.replace("{}", card.last_four)];
  if (card.copyable) words.push(heard.dataset.copyable);
  if (card.before) words.push(heard.dataset.before);
  heard.textContent = words.join(" ");
  issue.elements.event.value = card.event;
  issue.elements.number.value = "";
  issue.querySelector("button").disabled = false;
  issue.elements.printed.focus();
});
if (listen) listen.querySelector("button").disabled = false; // what it asks for is no page
