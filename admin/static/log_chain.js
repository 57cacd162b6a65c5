// Shows how far the chain of a month is verified, then goes on to the month itself.

const place = document.querySelector("[data-chain]");
const bar = place.querySelector("progress");
const answer = await fetch(place.dataset.chain, { credentials: "same-origin" });
const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
let told = "";
for (;;) {
  const { value, done } = await reader.read();
  if (done) break;
  told += value;
  const line = told.trimEnd().split("\n").at(-1).split(" ");
  if (line[0] === "broken") break;
  bar.max = Number(line[1]);
  bar.value = Number(line[0]);
}
if (told.includes("broken")) place.querySelector("[role=status]").hidden = false;
else location.replace(place.dataset.then);
