// The bell asks again when its page comes to the front: no polling, which would keep an unattended session open.
const bell = document.querySelector("[data-bell]");

async function ask() {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(bell.dataset.bell, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { unread } = await answer.json();
  const count = bell.querySelector(".count");
  if (String(unread) === count.dataset.count) return;
  count.dataset.count = unread;
  count.textContent = unread > 99 ? "99+" : unread;
  count.classList.toggle("none", unread === 0);
  bell.querySelector(".unseen").textContent = bell.dataset.words.replace("#", unread);
}

if (bell) document.addEventListener("visibilitychange", ask);
