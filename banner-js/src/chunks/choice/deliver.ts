/** Takes a choice to the service, says how it went, and goes on trying. */
import { entries, type Unsent } from "../../domain/decisions";
import { day } from "../../domain/duration";
import { kTagged } from "../../domain/tagged";
import { kUnsent } from "../../domain/kept";
import type { Lent } from "../../lazy/kit";
import { askOffset, isOver } from "./clock";
import type { Messages } from "./messages";
import { renew, repeat, settle } from "./outcome";
import * as outbox from "./outbox";

type Say = (key: string, values?: Record<string, string>) => string;

const kForbidden = "status 403";
const kPatience = 2e3;

/** `loud`: the visitor waits for a word. */
export function makeDeliver(
  kit: Lent<
    | "get"
    | "update"
    | "view"
    | "picture"
    | "recall"
    | "remember"
    | "keep"
    | "kept"
    | "api"
    | "fetch"
    | "warn"
    | "elements"
    | "preferences"
    | "show"
    | "again"
    | "stopped"
    | "emit"
  >,
  say: Say,
  messages: Messages,
): (loud: boolean) => void {
  const { emit, get } = kit;

  /** The service has made the choice durable. */
  function saved(loud: boolean): void {
    const { answer, config, language, volatile } = get();
    kit.preferences.now()?.update();
    emit("choice", kit.picture());
    if (!loud || !answer) return;
    const stopped = kit.stopped();
    const label = (id: string): string =>
      entries(config).find((entry) => entry.service.id === id)?.service.name || id;
    const message = volatile
      ? say("brief")
      : say("saved", { date: day(answer.validUntil, language) });
    const why = say("reloadWhy", { names: stopped.map(label).join(", ") });
    if (stopped.length) messages.tell(message + " " + why, true);
    else messages.tell(message);
  }

  /**
   * What an acceptance lets in comes in with it: how to do that is fetched while it is sent.
   */
  const readyToLetIn = (): Promise<void> | false =>
    !!document.querySelector(kTagged) &&
    new Promise((done) => {
      kit.elements.need(() => done(), done);
      setTimeout(done, kPatience);
    });

  /** When this page's own choice was made: that it is not over is known without a clock. */
  let made = 0;

  /** It stays for a later page, which has to know what the device's clock was worth. */
  async function noteClock(waiting: Unsent): Promise<void> {
    const offset = await askOffset(kit);
    const { unsent } = get();
    if (offset && waiting.key === unsent?.key && unsent.offset === undefined)
      kit.keep({ ...unsent, offset });
  }

  async function deliver(loud: boolean, renewed = false): Promise<void> {
    const { unsent } = get();
    if (!unsent) return;
    if (loud) made = unsent.at;
    if (made !== unsent.at) {
      const offset = await askOffset(kit);
      if (get().unsent?.key !== unsent.key) return;
      if (offset === null) return outbox.retry(0, retry);
      if (isOver(unsent, offset, Date.now())) {
        kit.remember(kUnsent, null);
        kit.update({ unsent: null });
        return kit.again();
      }
    }
    const [outcome] = await Promise.all([outbox.send(kit, unsent, renewed), readyToLetIn()]);
    // A newer choice, here or in another tab, has taken this one's place meanwhile.
    if (get().unsent?.key !== unsent.key) return;
    if ("givenAt" in outcome) {
      settle(kit, unsent, outcome);
      saved(loud);
    } else if ("repeats" in outcome) {
      repeat(kit, unsent, outcome.repeats);
      // Once at once; a service that goes on saying so is asked more and more rarely.
      if (unsent.repeats) outbox.retry(0, retry);
      else void deliver(loud);
    } else if ("config" in outcome) {
      if (renew(kit, outcome.config)) void deliver(loud, true);
      else kit.show();
    } else {
      const { reason, after } = outcome;
      if (reason) emit("unreachable", { reason });
      void noteClock(unsent);
      if (after !== null) outbox.retry(after, retry);
      else if (reason === kForbidden)
        kit.warn(
          `the service refuses the choices of this page: ${location.origin} is not among the "origins" of ${get().config.site}. Add it to the site's file in the catalogue, and publish that.`,
        );
      if (loud) messages.tell(say(kit.recall(kUnsent) ? "kept" : "brief"));
    }
  }

  const retry = (): void => void deliver(false);

  return (loud) => void deliver(loud);
}
