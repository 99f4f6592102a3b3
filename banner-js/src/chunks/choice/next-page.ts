/**
 * Under a Content-Security-Policy that follows the visitor's answer, a page that was sent before
 * the answer goes on refusing what it allowed. The visitor is told so once, with a button to
 * reload; where the site's settings say so, the page reloads by itself.
 */
import type { Service } from "../../../types/temoin";
import { hostOf, hostsOf, isBelow, isOf } from "../../domain/hosts";
import type { Lent } from "../../lazy/kit";
import type { Messages } from "./messages";

type Say = (key: string, values: Record<string, string>) => string;

export function tellNextPage(kit: Lent<"get" | "mayCome">, say: Say, { tell }: Messages): void {
  /** Addresses that the page's policy refused: tags that were pasted past the banner, before it. */
  const refused = new Set<string>();
  const services = (): Service[] => kit.get().config.purposes.flatMap((each) => each.services);
  const before = services().flatMap(({ id }) => (kit.mayCome(id) ? [id] : []));
  let chosen = false;
  const told = new Set<string>();

  function look(): void {
    if (!chosen) return;
    const { config } = kit.get();
    const hosts = [...refused].map((address) => hostOf(address));
    const names = services()
      .filter(
        (service) =>
          kit.mayCome(service.id) &&
          !before.includes(service.id) &&
          !told.has(service.id) &&
          (hostsOf(service, config.site, location.hostname).some((each) =>
            hosts.some((host) => isBelow(host, each)),
          ) ||
            service.addresses?.some((start) => [...refused].some((each) => isOf(each, start)))),
      )
      .map(({ id, name }) => (told.add(id), name));
    if (!names.length) return;
    if (config.settings?.reload) location.reload();
    else tell(say("nextPage", { names: names.join(", ") }), true);
  }

  function note(address: unknown, disposition: unknown): void {
    if (disposition !== "enforce" || !/^(https?|wss?):/.test("" + address)) return;
    refused.add("" + address);
    look();
  }

  document.addEventListener("temoin:choice", () => {
    chosen = true;
    // After the word that the choice is saved, which this one replaces.
    setTimeout(look);
  });
  document.addEventListener("securitypolicyviolation", ({ blockedURI, disposition }) =>
    note(blockedURI, disposition),
  );
  // What was refused before this part came, where the browser kept it (Chromium does).
  if ("ReportingObserver" in window)
    new ReportingObserver(
      (reports) => {
        for (const { body } of reports) {
          const { blockedURL, disposition } = Object(body);
          note(blockedURL, disposition);
        }
      },
      { types: ["csp-violation"], buffered: true },
    ).observe();
}
