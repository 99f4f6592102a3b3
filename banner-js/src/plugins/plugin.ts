/**
 * Adapters and the guard: small scripts that stand in front of the core where a site's settings ask
 * for them, so that they are in place before any tag runs.
 */
import type { Config } from "../../types/temoin";
import { pushCall } from "../page-queue";

export interface Plugin {
  /** Called at start and after each change, before gated elements are looked at. */
  update?(allowed: (name: string) => boolean): void;
  /** Last word on the address a frame of this service is loaded from. */
  frame?(address: string, service: string): string;
}

export interface Host {
  config: Config;
  /** Address of one of the site's own routes. */
  api(path: string): string;
  /** Something of this service came that only a reload stops for good. */
  note(service: string): void;
  /** Runs a service's script; the banner then knows that only a reload stops it for good. */
  run(service: string, address: string): void;
}

export type Make = (host: Host) => Plugin;

/** Announces a plugin, whether the core runs already or comes later. */
export const plug = (name: string, make: Make): void => pushCall(["plug", name, make]);

/** The service that stands for what the banner reads for the site itself. */
const kReading = "temoin-reading";

/** Whether that may be read now: a site that declares the service asks about it. */
export const reading = (config: Config) => {
  let may = !config.purposes.some(({ services }) => services.some(({ id }) => id === kReading));
  const asked = !may;
  return {
    may: () => may,
    update(allowed: (name: string) => boolean) {
      if (asked) may = allowed(kReading);
    },
  };
};

/** The refusable services that work from one of these domains. */
export const servicesAt = (config: Config, domains: RegExp): string[] =>
  config.purposes
    .filter((purpose) => purpose.basis !== "exempt")
    .flatMap((purpose) => purpose.services)
    .filter((service) =>
      (service.hosts || service.vendor?.domains || []).some((domain) => domains.test(domain)),
    )
    .map((service) => service.id);

/**
 * Calls `again` with whatever the page puts in the place of `window[name]`, as older snippets do
 * (`dataLayer = [{…}]`): what was said there would be lost with it.
 */
export function whenReplaced(name: string, again: (fresh: object) => void): void {
  let now: unknown = Reflect.get(window, name);
  Reflect.defineProperty(window, name, {
    configurable: true,
    enumerable: true,
    get: () => now,
    set(fresh: unknown) {
      const other = fresh !== now;
      now = fresh;
      if (other && fresh && typeof fresh === "object") again(fresh);
    },
  });
}

/** Keeps `said` in front of a list of commands that the page starts anew. */
export const keepFirst = (name: string, said: readonly unknown[]): void =>
  whenReplaced(name, (fresh) => {
    if (Array.isArray(fresh)) fresh.unshift(...said);
  });
