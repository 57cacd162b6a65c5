// This page answers a post. Its place in the browser's history becomes a look at the page it is about, so
// that to come back here, or to read it again, asks for nothing to be sent a second time.
const { answered } = document.documentElement.dataset;
const own = answered === "own" || !document.referrer.startsWith(`${location.origin}/`);
history.replaceState(history.state, "", own ? location.href : document.referrer);
