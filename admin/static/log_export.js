// The file is fetched by itself; the page asks how far it is.
const taking = document.querySelector(".taking");
const bar = taking.querySelector("progress");
const words = taking.querySelector(".how-far");
const link = taking.querySelector("a");
const EVERY_MS = 500;

async function look() {
  const answer = await fetch(taking.dataset.progress);
  if (!answer.ok) return;
  const { done, total, ended } = await answer.json();
  bar.value = ended ? bar.max : done;
  words.textContent = ended ? taking.dataset.done : `${done} ${taking.dataset.of} ${total}`;
  if (!ended) setTimeout(look, EVERY_MS);
}

if (link) link.click();
setTimeout(look, EVERY_MS);
