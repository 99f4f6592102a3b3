/**
 * Which attributes of which elements load something, and finding what they name in an element or in
 * markup. An image starts to load while its markup is parsed, so the text itself is changed.
 */

/** By local name; `xlink:href` is the older spelling of `href` in SVG. */
export const kLoads: Readonly<Record<string, readonly string[]>> = {
  script: ["src", "href", "xlink:href"],
  iframe: ["src", "srcdoc"],
  frame: ["src"],
  img: ["src", "srcset"],
  embed: ["src"],
  object: ["data"],
  video: ["src", "poster"],
  audio: ["src"],
  source: ["src", "srcset"],
  track: ["src"],
  input: ["src"],
  link: ["href", "imagesrcset"],
  image: ["href", "xlink:href"],
  feimage: ["href", "xlink:href"],
};

export const kLoading = Object.keys(kLoads).join(",");

/** A link to a page of somebody else's loads nothing. */
export const loadsNothing = (name: string, rel: string | null | undefined): boolean =>
  name === "link" && !!rel && !/stylesheet|pre|icon|manifest/i.test(rel);

/** The service that this value of this attribute would reach and may not. */
export type Judge = (attribute: string, value: string) => string | undefined;

const kNamed: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  sol: "/",
  colon: ":",
  period: ".",
  tab: "",
  newline: "",
};

/** An attribute's value as the parser reads it, as far as an address goes. */
export const decode = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));?/gi,
    (all, decimal: string, hex: string, name: string) => {
      if (name) return kNamed[name.toLowerCase()] ?? all;
      const code = decimal ? +decimal : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );

const kTag = new RegExp(
  `<(${Object.keys(kLoads).join("|")})(?=[\\s/])((?:[^"'>]|"[^"]*"|'[^']*')*|[^>]*)>`,
  "gi",
);
const kAttribute = /([\s/"'])([a-z][a-z:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;

/** The markup with what may not load held back; `held`: the first service that this was for. */
export function neutral(html: string, judge: Judge): { html: string; held?: string } {
  let held: string | undefined;
  const changed = html.replace(kTag, (tag, name: string, rest: string) => {
    const local = name.toLowerCase();
    const found = [...rest.matchAll(kAttribute)].map(([, , as, ...values]) => ({
      as: as!.toLowerCase(),
      value: decode(values.find((each) => each !== undefined) ?? ""),
    }));
    if (loadsNothing(local, found.find(({ as }) => as === "rel")?.value)) return tag;
    const service = found
      .map(({ as, value }) => (kLoads[local]!.includes(as) ? judge(as, value) : undefined))
      .find(Boolean);
    if (!service) return tag;
    held = held || service;
    const type = local === "script" ? ' type="text/plain"' : "";
    const without = rest.replace(kAttribute, (all, before: string, as: string) =>
      kLoads[local]!.includes(as.toLowerCase())
        ? before + heldName(as.toLowerCase()) + all.slice(before.length + as.length)
        : all,
    );
    return `<${name}${type} data-service="${service}" ${kGuarded}${without}>`;
  });
  return { html: changed, held };
}

/** On what the guard holds under a name of its own: any of the address's owners lets it in. */
export const kGuarded = "data-temoin-guard";

/** The attribute that keeps the value until the service may run. */
export const heldName = (as: string): string => "data-temoin-" + as.replace("xlink:", "");
