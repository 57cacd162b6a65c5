// The log of the door: lines come in by themselves. Each takes the first row's place and what stood
// there goes one down, so no row moves; while somebody reads further down, new ones wait.
import { follow } from "./follow.js";

const list = document.querySelector("ol.log");
const live = document.querySelector(".live");
const words = live.querySelector("span");
const fresh = live.querySelector(".fresh");
const newest = document.getElementById("newest");
const nothing = document.querySelector(".nothing");
const blank = document.getElementById("entry");
const KEPT = 50; // rows
const POLL_MS = 5000;
const SILENCE_MS = 25000; // the stream beats every 10 s
const STREAM_AGAIN_MS = 60000;
const WAIT_AT_MOST = 200; // lines; beyond, the page is opened anew
let last = Number(list.dataset.last);
let waiting = []; // while somebody reads further down
let arrived = []; // since the last frame
let drawing = false;

function put(row, line) {
  const entry = blank.content.firstElementChild.cloneNode(true);
  row.className = `entry ${line.tone}`;
  row.dataset.seq = line.seq;
  const say = (part, text) => {
    const place = entry.querySelector(`.${part}`);
    if (place) place.textContent = text;
    return place;
  };
  say("day", line.day);
  say("clock", line.time);
  entry.querySelector("time").dateTime = line.iso;
  entry.querySelector("use").setAttribute("href", `#i-${line.icon}`);
  const chain = say("chain", line.words);
  if (chain.href) chain.href = list.dataset.line.replace(/0$/, line.seq);
  say("why", line.why).title = line.why;
  const person = say("person", line.person);
  if (person.href && line.subject) person.href = list.dataset.person.replace(/P-$/, line.subject);
  else if (person.href) person.removeAttribute("href");
  say("unit", line.unit).title = line.unit;
  say("place", line.door);
  say("reader", line.reader);
  say("outside", line.outside);
  row.replaceChildren(...entry.childNodes);
}

function takeOver(row, above) {
  row.className = above.className;
  row.classList.remove("new");
  row.dataset.seq = above.dataset.seq;
  row.replaceChildren(...above.childNodes);
}

// Put lines, oldest first, above those that stand there.
function show(lines) {
  nothing.hidden = true;
  const some = lines.slice(-KEPT);
  const focused = list.contains(document.activeElement) ? document.activeElement : undefined;
  const grown = Math.min(KEPT, list.childElementCount + some.length);
  while (list.childElementCount < grown) list.append(blank.content.firstElementChild.cloneNode(false));
  const rows = list.children;
  for (let at = rows.length - 1; at >= some.length; at -= 1) takeOver(rows[at], rows[at - some.length]);
  some.reverse().forEach((line, at) => {
    put(rows[at], line);
    rows[at].classList.add("new");
  });
  if (focused?.isConnected) focused.focus({ preventScroll: true });
}

function reading() {
  return list.getBoundingClientRect().top < 0 || list.contains(document.activeElement) || !document.getSelection().isCollapsed;
}

function take(line) {
  if (line.seq <= last) return;
  last = line.seq;
  if (reading() || waiting.length > 0) {
    waiting.push(line);
    fresh.hidden = false;
    fresh.textContent = `${waiting.length} ${live.dataset.waiting}`;
    return;
  }
  arrived.push(line);
  if (!drawing) draw();
}

// The first of a burst is drawn at once, what comes behind it once a frame.
function draw() {
  drawing = arrived.length > 0;
  if (!drawing) return;
  const line = arrived.at(-1);
  show(arrived);
  arrived = [];
  newest.textContent = [line.words, line.person, line.why].filter(Boolean).join(". ");
  requestAnimationFrame(draw);
}

fresh.addEventListener("click", () => {
  if (waiting.length > WAIT_AT_MOST) location.reload();
  show(waiting);
  waiting = [];
  fresh.hidden = true;
});

function connected(yes) {
  live.classList.toggle("on", yes);
  live.classList.toggle("off", !yes);
  words.textContent = yes ? live.dataset.on : live.dataset.off;
}

function address(path) {
  const url = new URL(path, location.href);
  url.searchParams.set("sesudah", String(last));
  return url;
}

follow({
  stream: () => address(list.dataset.stream),
  news: () => address(list.dataset.news),
  told: { line: take, gone: () => location.reload() }, // gone: signed out
  live: connected,
  pollMs: POLL_MS,
  againMs: STREAM_AGAIN_MS,
  silenceMs: SILENCE_MS,
});
