// The demo's page: what the server streams is drawn, what the visitor does is sent.
import { follow } from "./follow.js";

const main = document.querySelector("main.demo");
const scene = main.querySelector(".scene");
const lines = main.querySelector(".lines");
const newest = document.getElementById("newest");
const keypad = main.querySelector(".keypad");
const link = main.querySelector(".link");
const blank = document.getElementById("line");
const KEPT = 200; // lines
const FULL_MS = 5000; // of a release: the ring's whole turn
const POLL_MS = 2000;
const RETRY_STREAM_MS = 15000;
const UNNOTICED_MS = 1500; // a stream that breaks and is back so soon was not lost
const CATCHING_UP_MS = 800; // what comes in the first moment is no news
const SILENCE_MS = 10000; // the stream beats every 3 s
let last = 0; // the newest line's number
let releasedUntil = 0; // performance.now()
let connected = false;
let since = performance.now(); // of the last word from the demo, or of the moment it broke off
let run; // which start of the demo we look at
let caughtUp = false;

// drawing

function flag(name, on) {
  if (on) scene.setAttribute(`data-${name}`, on === true ? "" : on);
  else scene.removeAttribute(`data-${name}`);
}

function icon(svg, name) {
  svg.querySelector("use").setAttribute("href", `#i-${name}`);
}

function drawState(state) {
  if (run !== undefined && run !== state.run) location.reload(); // another journal, other people
  run = state.run;
  scene.setAttribute("data-phase", state.phase);
  scene.setAttribute("data-daemon", state.daemon);
  scene.querySelector(".dark").hidden = state.daemon !== "down";
  for (const name of ["open", "released", "green", "red", "buzzer", "fire", "wedged", "asked", "pad_green", "pad_red"]) flag(name, state[name]);
  flag("unplugged", !state.plugged);
  flag("who", state.who);
  flag("held", cardOf(state.held)?.dataset.technology);
  flag("two", state.held === "two");
  flag("queue", state.queue.length > 0);
  for (const card of main.querySelectorAll("[data-card]")) {
    card.classList.toggle("up", card.dataset.card === state.held || state.queue.includes(card.dataset.card));
  }
  drawPerson(state.who);
  drawKeypad(state);
  if (state.released) releasedUntil = performance.now() + state.left_ms;
  if (state.released) requestAnimationFrame(drawRing);
  for (const [place, fact] of Object.entries(state.facts)) drawFact(place, fact);
  for (const button of main.querySelectorAll("[data-field]")) {
    button.setAttribute("aria-pressed", String(state[button.dataset.field] === JSON.parse(button.dataset.value)));
  }
  sound(state.buzzer || state.pad_buzzer);
}

function cardOf(id) {
  return main.querySelector(`[data-card="${CSS.escape(id)}"]`);
}

function drawPerson(who) {
  const card = cardOf(who);
  if (!card) return;
  scene.style.setProperty("--stripe", getComputedStyle(card).getPropertyValue("--stripe"));
  scene.querySelector(".person text").textContent = card.querySelector(".photo").textContent;
}

function drawKeypad({ asked, held, queue, who, phase, typed }) {
  const wanted = asked || held === "pin" || queue.includes("pin") || (who === "pin" && phase === "shut");
  if (!wanted && keypad.contains(document.activeElement)) cardOf("pin").focus();
  keypad.hidden = !wanted;
  keypad.querySelector(".typed").textContent = "●".repeat(typed);
}

function drawRing() {
  if (!scene.hasAttribute("data-released")) return;
  const left = Math.max(0, releasedUntil - performance.now());
  scene.style.setProperty("--gone", String(100 - (100 * left) / FULL_MS));
  const words = main.querySelector('[data-fact="strike"] dd span');
  words.textContent = `${words.dataset.words} ${Math.ceil(left / 1000)} s`;
  requestAnimationFrame(drawRing);
}

function drawFact(place, fact) {
  const value = main.querySelector(`[data-fact="${place}"] dd`);
  value.className = fact.tone;
  icon(value, fact.icon);
  const words = value.querySelector("span");
  words.dataset.words = words.textContent = fact.words;
}

function drawAlarms(words) {
  const banner = main.querySelector(".alarm-banner");
  banner.hidden = words.length === 0;
  banner.querySelector(".alarm-words").textContent = words.join(" · ");
  flag("alarm", words.join(" · "));
}

function drawLine(line) {
  const known = lines.querySelector(`[data-seq="${line.seq}"]`);
  const item = known ?? blank.content.firstElementChild.cloneNode(true);
  item.dataset.seq = line.seq;
  item.dataset.kind = line.kind;
  item.dataset.reason = line.reason;
  item.className = `line ${line.tone}${caughtUp && !known ? " new" : ""}`;
  item.querySelector("time").textContent = line.time;
  icon(item.querySelector(".badge"), line.icon);
  item.querySelector("strong").textContent = line.words;
  const person = item.querySelector(".person");
  person.textContent = line.person;
  person.title = line.unit;
  item.querySelector(".why").textContent = line.why;
  item.querySelector(".ms").textContent = line.ms;
  if (known || line.seq <= last) return;
  last = line.seq;
  const scrolled = lines.scrollTop;
  const before = lines.scrollHeight;
  lines.prepend(item);
  if (scrolled > 0) lines.scrollTop = scrolled + lines.scrollHeight - before; // do not move what is read
  while (lines.childElementCount > KEPT) lines.lastElementChild.remove();
  if (caughtUp) newest.textContent = [line.words, line.person, line.why].filter(Boolean).join(". ");
}

const DRAW = { state: drawState, line: drawLine, alarms: drawAlarms };

// listening

function online(yes) {
  if (run === undefined) setTimeout(() => { caughtUp = true; }, CATCHING_UP_MS);
  if (yes || connected) since = performance.now();
  connected = yes;
  checkLost();
}

// What is drawn may be true no longer: say so, rather than show a lock that may not be locked.
function checkLost() {
  const patience = connected || run === undefined ? SILENCE_MS : UNNOTICED_MS;
  const lost = performance.now() - since > patience;
  const live = connected && !lost;
  link.classList.toggle("online", live);
  link.querySelector("span").textContent = live ? link.dataset.online : link.dataset.offline;
  if (lost === main.classList.contains("lost")) return;
  main.classList.toggle("lost", lost);
  main.querySelector(".stage .lost").hidden = !lost;
  for (const part of main.querySelectorAll(".hand, .controls, .keypad")) part.inert = lost;
  if (lost) sound(false);
}

function address(path) {
  return `${path}?lang=${main.dataset.lang}&after=${last}`;
}

// doing

let sending = Promise.resolve(); // one after another: what is done first arrives first

function send(path) {
  sending = sending.then(() => fetch(path, { method: "POST" })).catch(() => online(false));
}

for (const button of main.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => send(button.dataset.send));
}

// whoever holds the card with a PIN, or is at the keypad, may also type it

for (const place of [keypad, cardOf("pin")]) {
  place?.addEventListener("keydown", ({ key }) => {
    keypad.querySelector(`[data-key="${CSS.escape(key === "Backspace" ? "*" : key)}"]`)?.click();
  });
}

// the buzzer, for who asks for it

let audio = null;
let tone = null;

main.querySelector(".sound").addEventListener("click", (event) => {
  const button = event.currentTarget;
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  icon(button, on ? "sound" : "mute");
  audio ??= new AudioContext();
  if (on) audio.resume();
  else audio.suspend();
});

function sound(on) {
  if (on === (tone !== null) || audio === null) return;
  if (!on) {
    tone.stop();
    tone = null;
    return;
  }
  tone = new OscillatorNode(audio, { type: "square", frequency: 2400 });
  tone.connect(new GainNode(audio, { gain: 0.04 })).connect(audio.destination);
  tone.start();
}

setInterval(checkLost, 500);
follow({
  stream: () => address(main.dataset.stream),
  news: () => address(main.dataset.news),
  told: DRAW,
  live: online,
  pollMs: POLL_MS,
  againMs: RETRY_STREAM_MS,
  silenceMs: SILENCE_MS,
});
