// Follow what a server tells: its stream of events, and asking for news while too many others look on.
const STREAM = ["open", "beat"];

// stream, news: give the address to ask, as it is now. told: what to do with each event's data, by its
// name. live: is told with every word from the server that it is there, and at each failure that it is
// not. The stream beats by itself; one silent for silenceMs is opened anew.
export function follow({ stream, news, told, live, pollMs, againMs, silenceMs }) {
  let source;
  let poll;
  let heard = performance.now();

  function alive() {
    heard = performance.now();
    clearInterval(poll);
    poll = undefined;
    live(true);
  }

  function listen() {
    source?.close();
    source = new EventSource(stream());
    for (const name of [...STREAM, ...Object.keys(told)]) source.addEventListener(name, alive);
    for (const [name, take] of Object.entries(told)) {
      source.addEventListener(name, (event) => take(JSON.parse(event.data)));
    }
    source.addEventListener("error", () => {
      live(false);
      if (source.readyState === EventSource.CLOSED) askInstead();
    });
  }

  function askInstead() {
    setTimeout(listen, againMs);
    if (poll !== undefined) return;
    poll = setInterval(ask, pollMs);
    ask();
  }

  async function ask() {
    try {
      const answer = await fetch(news(), { redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      for (const { event, data } of await answer.json()) told[event](data);
      live(true);
    } catch {
      live(false);
    }
  }

  setInterval(() => {
    if (poll !== undefined || performance.now() - heard < silenceMs) return;
    heard = performance.now();
    live(false);
    listen();
  }, pollMs);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  listen();
}
