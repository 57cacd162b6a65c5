// The audit's chain, walked by the server; the page tells how far it is.
const chain = document.querySelector("#chain");
const button = chain?.querySelector("button");
const bar = chain?.querySelector("progress");
const words = chain?.querySelector("[role=status]");

const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_, key) => facts[key]);

function tell(said) {
  if (said.done) Object.assign(bar, { max: said.of, value: said.done });
  const kind = said.broken ? "broken" : said.chain !== undefined ? "whole" : "going";
  words.textContent = filled(chain.dataset[kind], said);
}

button?.addEventListener("click", async () => {
  button.disabled = true;
  bar.hidden = false;
  const answer = await fetch(chain.dataset.check);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    held += next.value;
    const whole = held.split("\n");
    held = whole.pop();
    for (const line of whole) tell(JSON.parse(line));
  }
  bar.hidden = true;
  button.disabled = false;
});
