// The service worker: shows what a push brings, and opens the inbox when it is tapped. It keeps nothing.
"use strict";

const INBOX = "/inbox/";
const PLAIN = { title: "Senkom", body: "", path: INBOX, tag: "senkom" };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A browser takes the right to send away from whoever shows nothing, so something is shown whatever came.
function read(data) {
  try {
    return { ...PLAIN, ...data.json() };
  } catch {
    return PLAIN;
  }
}

self.addEventListener("push", (event) => {
  const note = read(event.data);
  event.waitUntil(
    self.registration.showNotification(note.title, {
      body: note.body,
      // The same message sent twice takes its own place, without a sound.
      tag: note.tag,
      icon: "/static/icon-192.png",
      badge: "/static/badge-96.png",
      data: { path: note.path },
    }),
  );
});

// Only a page of ours: the path comes from the push, and the push from whoever has the keys.
function pageOf(path) {
  const page = new URL(String(path || INBOX), self.location.origin);
  return page.origin === self.location.origin ? page.href : new URL(INBOX, self.location.origin).href;
}

async function open(page) {
  const [shown] = await self.clients.matchAll({ type: "window" });
  if (!shown) return self.clients.openWindow(page);
  const there = await shown.navigate(page);
  return there?.focus().catch(() => undefined);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(pageOf(event.notification.data?.path)));
});
