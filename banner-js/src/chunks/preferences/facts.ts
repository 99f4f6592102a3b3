/** What the catalogue says of a tracker, a vendor and a service's signals, as lists of facts. */
import type { Service, Tracker, Vendor } from "../../../types/temoin";
import type { Lent } from "../../lazy/kit";
import { lifetime } from "../../domain/duration";
import type { Speech } from "./speech";
import { words } from "./words";

type Child = HTMLElement | string | null | undefined | false;

export interface Facts {
  tracker(each: Tracker): HTMLElement;
  /** What an acceptance tells Google's tags, in words. */
  signals(service: Service): HTMLElement | null;
  vendor(service: Service): HTMLElement | null;
}

export function makeFacts(
  { get, h, inLanguage }: Lent<"get" | "h" | "inLanguage">,
  { say, known, country }: Speech,
): Facts {
  const fact = (name: string, ...content: Child[]): HTMLElement[] => [
    h("dt", {}, name),
    h("dd", {}, ...content),
  ];

  const conditional = (value: Tracker["lifetime"]): boolean =>
    !!value && typeof value === "object" && ("accepted" in value || "conditions" in value);

  function tracker(each: Tracker): HTMLElement {
    const odd = each.published;
    const note = odd ? inLanguage(odd.note) : "";
    const kind =
      each.kind && each.kind !== "cookie" ? say("kind." + each.kind.replace("_", "-")) : "";
    return h(
      "li",
      {},
      h("code", {}, each.name),
      h(
        "dl",
        {},
        ...fact(say("purpose"), inLanguage(each.purpose) || say("unknown")),
        ...fact(
          say("lifetime"),
          lifetime(each.lifetime, get().language, say, inLanguage),
          conditional(each.lifetime) && !note && h("div", { class: "s" }, say("conditionalNote")),
        ),
        ...(each.host !== undefined || kind
          ? fact(
              say("host"),
              (each.host === "<site>" ? say("ownHost") : each.host || say("unknown")) +
                (kind && ` (${kind})`),
            )
          : []),
        ...(each.aliases?.length ? fact(say("aliases"), each.aliases.join(", ")) : []),
      ),
      odd && h("p", { class: "s" }, note || say("published", { text: odd.cell || "" })),
    );
  }

  function transfer({ transfer: given }: Vendor): string {
    const declared = (given?.to || [])
      .map((each) =>
        [each.country && country(each.country), inLanguage(each.text)].filter(Boolean).join(" : "),
      )
      .join(" ; ");
    const word = known("transfer." + given?.status);
    return declared || inLanguage(given?.text) || word;
  }

  /** What an acceptance tells Google's tags, in words. */
  function signals({ consent_mode: names }: Service): HTMLElement | null {
    if (!names?.length || !get().config.settings?.adapters?.includes("google-consent-mode"))
      return null;
    const said = names
      .map((name) => (words.fr!["signal." + name] ? say("signal." + name) : name))
      .join(", ");
    return h("p", { class: "s", part: "signals" }, say("signals", { names: said }));
  }

  function vendorFacts(service: Service): HTMLElement | null {
    const { vendor } = service;
    if (!vendor || !vendor.name) return null;
    const nationality = vendor.nationality ? ` (${country(vendor.nationality)})` : "";
    const place =
      inLanguage(vendor.location?.text) ||
      (vendor.location?.countries || []).map(country).join(", ");
    const list = [
      ...fact(say("vendor"), vendor.name + nationality),
      ...fact(say("role"), known("role." + vendor.role)),
    ];
    if (vendor.role !== "publisher")
      list.push(
        ...fact(say("location"), place || say("unknown")),
        ...fact(say("transfer"), transfer(vendor)),
      );
    if (vendor.policy_url && /^https:/.test(vendor.policy_url))
      list.push(
        ...fact(
          "",
          h(
            "a",
            { href: vendor.policy_url, target: "_blank", rel: "noopener noreferrer" },
            say("policy", { name: vendor.name }),
          ),
        ),
      );
    return h("dl", { class: "vd" }, ...list);
  }

  return { tracker, signals, vendor: vendorFacts };
}
