// After a revocation: wait for the door to say that it has seen it; after a second, say that it has not.
const LATE = 1000; // ms (DESIGN section 1)
const POLL = 100; // ms
const waiting = [...document.querySelectorAll("[data-confirm]")];

async function watch() {
  const start = performance.now();
  for (;;) {
    const answer = await fetch(waiting[0].dataset.confirm);
    if (answer.ok && (await answer.json()).confirmed) return location.reload();
    if (performance.now() - start > LATE) for (const each of waiting) each.textContent = each.dataset.late;
    await new Promise((done) => setTimeout(done, performance.now() - start > LATE ? 2000 : POLL));
  }
}

if (waiting.length > 0) watch();
