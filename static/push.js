// Notifications on this phone: asked for by one tap, never before. Without them everything works as well.
"use strict";

const panel = document.getElementById("phone");
const LATER = "phone-later";
const ENDPOINT = "phone-endpoint";
const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const canRing = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function show(state) {
  panel.hidden = false;
  for (const part of panel.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").includes(state) && !(state === "failed" && part.dataset.when === "off");
  }
}

async function subscribe(worker) {
  const known = await worker.pushManager.getSubscription();
  const key = panel.dataset.key;
  if (known && toText(known.options.applicationServerKey) === key) return known;
  await known?.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: toBytes(key) });
}

async function keep(worker) {
  const subscription = await subscribe(worker);
  const token = panel.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(panel.dataset.keep, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(subscription),
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  localStorage.setItem(ENDPOINT, subscription.endpoint);
}

// What the person allowed once is kept true: the browser may have got another address, or we another key.
async function renew(worker) {
  const known = await worker.pushManager.getSubscription();
  const isSame = known && known.endpoint === localStorage.getItem(ENDPOINT);
  if (panel.dataset.state === "on" && isSame) return;
  await keep(worker);
}

async function ring(button, worker) {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      show(Notification.permission === "denied" ? "denied" : "off");
      return;
    }
    await keep(await worker);
    show("on");
  } catch {
    show("failed");
  } finally {
    button.disabled = false;
  }
}

async function start() {
  const worker = navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready);
  worker.catch(() => undefined);
  const on = panel.querySelector("[data-phone-on]");
  on.addEventListener("click", () => ring(on, worker));
  panel.querySelector("[data-phone-later]")?.addEventListener("click", () => {
    localStorage.setItem(LATER, "yes");
    panel.hidden = true;
  });
  const wasOn = panel.dataset.state !== "off";
  if (Notification.permission === "denied") {
    if (!("installedOnly" in panel.dataset)) show("denied");
  } else if (wasOn && Notification.permission === "granted") {
    await renew(await worker).then(() => "installedOnly" in panel.dataset || show("on"), () => show("failed"));
  } else if (!("installedOnly" in panel.dataset) || (isInstalled && !localStorage.getItem(LATER))) {
    show("off");
  }
}

// Switching this phone off tells the browser too; the form goes its way whatever the browser says.
document.querySelector("[data-phone-off]")?.addEventListener("submit", async (event) => {
  if (!canRing) return;
  event.preventDefault();
  const form = event.target;
  try {
    const worker = await navigator.serviceWorker.getRegistration();
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
    localStorage.removeItem(ENDPOINT);
  } finally {
    form.submit();
  }
});

if (panel && canRing) start();
