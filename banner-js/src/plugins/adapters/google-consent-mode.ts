/**
 * Google Consent Mode v2, basic: everything denied before any tag, then what the visitor allows.
 * Each service of the catalogue says which signals it answers for (`consent_mode`); a signal is
 * granted while a service that answers for it is allowed, and stays denied where none does.
 */
import { keepFirst, type Make } from "../plugin";

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
  const first = judge(() => false);
  gtag("consent", "default", { ...first, wait_for_update: 500 });
  keepFirst("dataLayer", said);
  let last = JSON.stringify(first);
  return {
    update(allowed) {
      const now = judge(allowed);
      if (JSON.stringify(now) === last) return;
      last = JSON.stringify(now);
      gtag("consent", "update", now);
    },
  };
};
