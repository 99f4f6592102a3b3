/**
 * What follows a choice, made in this page or an earlier one: it is sent, said, cleaned up after,
 * and can be come back to. Every page fetches this once its first layer stands, so that nothing is
 * waited for when it is needed.
 */
import { contextName, readContext } from "../../domain/context-cookie";
import { keyOf, kUnsent, kVolatile } from "../../domain/kept";
import extras from "../../lazy/extras.css";
import type { Kit } from "../../lazy/kit";
import type { Choice } from "../../lazy/parts";
import { press } from "../../page/buttons";
import { fetchAhead } from "./ahead";
import { ask } from "./ask";
import css from "./choice.css";
import { clean, dropCookie } from "./cookie-cleaner";
import { makeDeliver } from "./deliver";
import { inOurPage } from "./frames";
import { keepUsable } from "./layers";
import { makeMessages } from "./messages";
import { forget } from "./outcome";
import { tellNextPage } from "./next-page";
import { hearPresses } from "./presses";
import { makeRoom } from "./room";
import { warnOfMistakes } from "./mistakes";
import { makeWayBack } from "./way-back";
import { words } from "./words";

/** Longer than a screen reader takes to have heard of the live region. */
const kHeard = 400;

export function make(kit: Kit): Choice {
  const { get, home } = kit;

  const say = (key: string, values?: Record<string, string>): string =>
    kit.say(key, values, words[get().language] || words.en);

  kit.dressHome(extras + css);
  const messages = makeMessages(kit, say, () => wayBack.landing(true));
  const wayBack = makeWayBack(kit, () => messages.tidy(true));
  const deliver = makeDeliver(kit, say, messages);
  const heed = (): void => [makeRoom, keepUsable, hearPresses].forEach((begin) => begin(kit));
  heed();
  tellNextPage(kit, say, messages);
  fetchAhead(kit);
  warnOfMistakes(kit);

  /** A first layer that had to be inserted late is announced, once and politely. */
  let announced = false;
  function announce(): void {
    if (announced || !home().querySelector("[part=banner]")) return;
    announced = true;
    if (kit.late())
      setTimeout(
        () => home().querySelector("[part=banner]") && messages.speak(say("here")),
        kHeard,
      );
  }

  announce();
  document.addEventListener("temoin:shown", ({ detail }) => {
    wayBack.offer();
    // A message is hidden while the dialog stands: there is nothing to lift above it.
    if (Object(detail).layer !== "preferences") messages.tidy(true);
    announce();
  });
  if (kit.framed() && !inOurPage(get().config)) kit.alone();
  wayBack.offer();

  // The site's contrast mode and the page's language, as they change, in whatever body stands there.
  const observer = new MutationObserver(kit.followPage);
  let followed: Element[] = [];
  function follow(): void {
    const now = [document.documentElement, document.body];
    if (now.every((each, at) => each === followed[at])) return;
    observer.disconnect();
    if (followed.length) kit.followPage();
    if (followed.length && now[0] !== followed[0]) {
      // `document.open` takes all listeners away. What the core's own has heard is done.
      heed();
      addEventListener(
        "click",
        (event) => event.defaultPrevented || press(window.temoin, event),
        true,
      );
    }
    for (const element of (followed = now)) observer.observe(element, { attributes: true });
  }
  follow();

  // What this page did not do itself.
  addEventListener("storage", ({ key }) => {
    if (key && !key.startsWith(keyOf(get().config.site, ""))) return;
    // In one step with what came of it: the answer of before would let in what is refused now.
    if (!kit.recall(kUnsent)) {
      const { answer, config, volatile } = get();
      const found = readContext(document.cookie, contextName(config));
      kit.update({ unsent: null, answer: found || (volatile ? answer : null) });
    }
    kit.again();
  });
  addEventListener("online", () => deliver(false));
  addEventListener("pageshow", (event) => event.persisted && kit.again());
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && kit.again(),
  );
  if (get().answer) kit.remember(kVolatile, null);

  return {
    deliver(layer) {
      wayBack.offer();
      if (layer && layer !== "placeholder") wayBack.landing();
      deliver(!!layer);
    },
    clean: (services) => clean(services, get().config.site),
    reset() {
      const cookie = contextName(get().config);
      dropCookie(cookie);
      forget(kit);
      void ask(kit.fetch, kit.api("consents/current"), { method: "DELETE" }).then(() => {
        dropCookie(cookie);
        kit.again();
        kit.show();
      });
    },
    sorry: () => messages.tell(say("sorry")),
    tidy() {
      follow();
      wayBack.tidy();
      messages.tidy();
    },
    update: wayBack.update,
  };
}
