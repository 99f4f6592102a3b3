// The panel "Traceurs posés": what is really there, named with the words of the published list.
const here = document.getElementById("ledger-here");
const there = document.getElementById("ledger-there");
const stateLine = document.getElementById("ledger-state");
const day = new Intl.DateTimeFormat("fr", { dateStyle: "long" });

/** Cookies that third parties told us they hold, by host. */
const foreign = new Map();
let known = [];

const pattern = (name) =>
  new RegExp(
    "^" +
      name
        .split(/<[^>]*>?/)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".+") +
      "$",
  );

fetch("/v1/sites/ameli.fr/config.json")
  .then((answer) => answer.json())
  .then((config) => {
    known = config.purposes.flatMap((purpose) =>
      purpose.services.flatMap((service) =>
        service.trackers.map((tracker) => ({
          test: pattern(tracker.name),
          label: service.name,
          basis: purpose.basis,
        })),
      ),
    );
    draw();
  })
  .catch(() => {});

function row(name, fallback, fresh) {
  const item = document.createElement("li");
  const strong = document.createElement("b");
  const label = document.createElement("span");
  strong.textContent = name;
  const match = known.find((entry) => entry.test.test(name));
  label.textContent =
    fallback || (match ? match.label + (match.basis === "consent" ? "" : " · exempté") : "ce site");
  if (fresh) item.className = "fresh";
  item.append(strong, label);
  return item;
}

const seen = new Set();

function fill(list, rows, none) {
  if (!rows.length) {
    const item = document.createElement("li");
    item.className = "none";
    item.textContent = none;
    list.replaceChildren(item);
    return;
  }
  list.replaceChildren(
    ...rows.map(([name, label]) => {
      const key = list.id + name + label;
      const fresh = !seen.has(key);
      seen.add(key);
      return row(name, label, fresh);
    }),
  );
}

let drawn = "";

function draw() {
  const local = document.cookie
    .split("; ")
    .filter(Boolean)
    .map((pair) => [pair.split("=")[0], ""]);
  const remote = window.demoRequests.flatMap((host) => {
    const names = foreign.get(host);
    const short = host.split(":")[0];
    return names && names.length ? names.map((name) => [name, short]) : [["(requête)", short]];
  });
  const picture = JSON.stringify([local, remote, known.length]);
  if (picture === drawn) return;
  drawn = picture;
  fill(here, local, "Aucun");
  fill(there, remote, "Aucun, et aucun tiers n’a été contacté");
}

// A third party that was contacted anyway is asked which cookies it now holds; no other one is.
const readers = new Map();
function interrogate() {
  for (const host of window.demoRequests) {
    if (/^piano\./.test(host)) continue;
    let frame = readers.get(host);
    if (!frame) {
      frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Lecture des cookies de " + host;
      frame.src = "http://" + host + "/lecture.html";
      readers.set(host, frame);
      document.body.append(frame);
    } else {
      frame.contentWindow.postMessage("lire", "*");
    }
  }
}

addEventListener("message", (event) => {
  const host = event.origin.replace(/^https?:\/\//, "");
  if (!readers.has(host) || !Array.isArray(event.data)) return;
  foreign.set(host, event.data.map(String));
  draw();
});

window.demoLedger = () => {
  interrogate();
  draw();
};
setInterval(draw, 500);
setInterval(interrogate, 2000);
window.demoLedger();

if (window.temoin && window.temoin.onChange) {
  window.temoin.onChange((state) => {
    stateLine.textContent =
      state.status === "valid"
        ? "Votre choix vaut jusqu’au " + day.format(state.validUntil) + "."
        : state.status === "pending"
          ? "Choix retenu, en cours d’envoi."
          : "Aucun choix pour l’instant.";
    draw();
  });
} else {
  stateLine.textContent = "Le service est injoignable : rien n’est activé.";
}

const contrast = document.getElementById("contrast");
contrast.addEventListener("click", () => {
  const high = document.documentElement.dataset.contrast !== "high";
  if (high) document.documentElement.dataset.contrast = "high";
  else delete document.documentElement.dataset.contrast;
  contrast.setAttribute("aria-pressed", String(high));
});
document.getElementById("forget").addEventListener("click", () => window.temoin.reset());
