import { answer, config, kAll, startWith } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { bannerShown, hideBanner, showBanner } from "../src/ui/first-layer";
import { press } from "../src/page/buttons";
import { home } from "../src/ui/host-element";
import { update } from "../src/state";

startWith();
// As app.ts hears of them: no button listens to its own clicks.
addEventListener("click", (event) => press(window.temoin, event), true);
const calls: unknown[][] = [];
const acts = {
  chooseAll: (...given: unknown[]) => void calls.push(["chooseAll", ...given]),
  openPreferences: () => void calls.push(["openPreferences"]),
  emit: (...given: unknown[]) => void calls.push(["emit", ...given]),
};
const part = (name: string): HTMLElement => home().querySelector<HTMLElement>(`[part~="${name}"]`)!;

test("three buttons of one kind, side by side, each one click from what it says", () => {
  showBanner(acts);
  assert.deepEqual(calls.splice(0), [["emit", "shown", { layer: "banner" }]]);
  const buttons = [...part("buttons").children];
  assert.deepEqual(
    buttons.map((each) => each.textContent),
    ["Tout accepter", "Tout refuser", "Personnaliser"],
  );
  assert.deepEqual(
    new Set(buttons.map((each) => each.tagName + each.className)),
    new Set(["BUTTON"]),
  );
  buttons.forEach((each) => each instanceof HTMLElement && each.click());
  assert.deepEqual(calls.splice(0), [
    ["chooseAll", true, false, "banner"],
    ["chooseAll", false, false, "banner"],
    ["openPreferences"],
  ]);
});

test("says who is responsible and how many partners there are", () => {
  assert.equal(part("title").textContent, "Titre");
  assert.equal(part("facts").textContent, "Responsable\u00a0: Cnam. 4 partenaires.");
});

test("of partners it says nothing where the publisher has none", () => {
  const facts = (partners?: number) => {
    update({ config: { ...config, partners } });
    showBanner(acts);
    return part("facts").textContent!.trim();
  };
  assert.equal(facts(1), "Responsable\u00a0: Cnam. 1 partenaire.");
  assert.equal(facts(0), "Responsable\u00a0: Cnam.");
  assert.equal(facts(), "Responsable\u00a0: Cnam.");
  update({ config });
});

test("is drawn once: again changes its words and not its place", () => {
  update({ language: "en" });
  showBanner(acts);
  assert.deepEqual(calls.splice(0), []);
  assert.equal(home().querySelectorAll("[part=banner]").length, 1);
  assert.equal(part("accept").textContent, "Accept all");
  update({ language: "fr" });
});

test("asked anew about one service, it names that one and answers for it alone", () => {
  update({ config: { ...config, generation: 2, since: { vimeo: 2 } }, answer: answer(kAll) });
  showBanner(acts);
  assert.match(part("text").textContent!, /Vimeo/);
  part("refuse").click();
  assert.deepEqual(calls.splice(0), [["chooseAll", false, true, "banner"]]);
});

test("goes", () => {
  hideBanner();
  assert.ok(!bannerShown());
  assert.equal(home().querySelector("[part=banner]"), null);
});
