/**
 * Google Consent Mode v2, basic: everything denied before any tag, then what the visitor allows.
 * Each service of the catalogue says which signals it answers for (`consent_mode`); a signal is
 * granted while a service that answers for it is allowed, and stays denied where none does,
 * whatever a command of the page's own says.
 */
import { type Make, whenReplaced } from "../plugin";
import { warn } from "../../warn";

const kAlways = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"];

function commandOf(..._: [command: string, what: string, values: object]): IArguments {
  return arguments;
}

export const make: Make = ({ config }) => {
  const page = window as unknown as { dataLayer: unknown[]; gtag?: (...call: unknown[]) => void };
  page.dataLayer = page.dataLayer || [];
  // Google's tag tells commands from data by the `arguments` object: an array would be ignored.
  const own = (page.gtag =
    page.gtag ||
    function () {
      page.dataLayer.push(arguments);
    });
  const said: unknown[] = [];
  function gtag(...call: [command: string, what: string, values: object]): void {
    said.push(commandOf(...call));
    own(...call);
  }
  const services = config.purposes
    .filter((purpose) => purpose.basis === "consent")
    .flatMap((purpose) => purpose.services)
    .map(({ id, consent_mode }) => ({ id, signals: consent_mode || [] }));
  const known = new Set([...kAlways, ...services.flatMap(({ signals }) => signals)]);
  const judge = (allowed: (name: string) => boolean): Record<string, string> => {
    const granted = new Set(services.flatMap(({ id, signals }) => (allowed(id) ? signals : [])));
    return Object.fromEntries(
      [...known].map((name) => [name, granted.has(name) ? "granted" : "denied"]),
    );
  };
  let now = judge(() => false);

  /** What a command of the page's grants and the visitor has not is denied in it. */
  function correct(item: unknown): void {
    const command = Object(item) as Record<number, unknown>;
    if (command[0] !== "consent" || said.includes(item)) return;
    const values = Object(command[2]) as Record<string, unknown>;
    const wrong = Object.keys(values).filter(
      (name) => values[name] === "granted" && now[name] === "denied",
    );
    if (!wrong.length) return;
    warn(
      `a gtag("consent", …) of the page's grants ${wrong.join(", ")} without a consent; take it out: the catalogue's consent_mode says what is granted`,
    );
    command[2] = { ...values, ...Object.fromEntries(wrong.map((name) => [name, "denied"])) };
  }

  function watch(list: object): void {
    if (!Array.isArray(list)) return;
    list.forEach(correct);
    const push = list.push;
    list.push = (...items: unknown[]) => {
      items.forEach(correct);
      return push.apply(list, items);
    };
  }

  watch(page.dataLayer);
  gtag("consent", "default", { ...now, wait_for_update: 500 });
  whenReplaced("dataLayer", (fresh) => {
    watch(fresh);
    if (Array.isArray(fresh)) fresh.unshift(...said);
  });
  return {
    update(allowed) {
      const then = judge(allowed);
      if (JSON.stringify(now) === JSON.stringify(then)) return;
      now = then;
      gtag("consent", "update", now);
    },
  };
};
