/**
 * Guard mode: what a page or a tag injects for a service that is not allowed is held back, tagged
 * or not. What loads by an address becomes a gated element that the banner lets in later; requests
 * by script are refused. The vendor domains of the catalogue say whose they are. The same goes for
 * frames that the page writes itself, whose elements are let in here.
 *
 * docs/integrate.md lists what is caught and what is not; tests/browser/guard.test.mjs writes it.
 */
import { isApi } from "../domain/api";
import { hostOf, hostsOf, isBelow, isOf } from "../domain/hosts";
import { kHeldType, kTagged, nameOf } from "../domain/tagged";
import { putAgain } from "../page/frames";
import { forEachRealm } from "../page/realms";
import { type Realm, watchSinks } from "../page/sinks";
import { all, isElement } from "../page/trees";
import { heldName, kGuarded, kLoading, kLoads, loadsNothing, neutral } from "./guard-markup";
import { refuseRequests } from "./guard-requests";
import type { Make } from "./plugin";

/** What a page sets as a property, by the interface that has it. */
const kProperties = {
  HTMLScriptElement: ["src"],
  HTMLIFrameElement: ["src", "srcdoc"],
  HTMLFrameElement: ["src"],
  HTMLImageElement: ["src", "srcset"],
  HTMLEmbedElement: ["src"],
  HTMLObjectElement: ["data"],
  HTMLMediaElement: ["src"],
  HTMLVideoElement: ["poster"],
  HTMLSourceElement: ["src", "srcset"],
  HTMLTrackElement: ["src"],
  HTMLInputElement: ["src"],
  HTMLLinkElement: ["href", "imageSrcset"],
} as const;

/** An address that waits, on an element. */
const kHeldName = /^data-temoin-(src|srcset|href|poster|data|srcdoc|imagesrcset)$/;

export const make: Make = ({ config, note }) => {
  let may: (name: string) => boolean = () => false;
  const known = config.purposes
    .filter((purpose) => purpose.basis !== "exempt")
    .flatMap((purpose) => purpose.services)
    .flatMap((service) =>
      hostsOf(service, config.site, location.hostname).map((domain) => ({
        domain,
        service: service.id,
      })),
    );

  /** What is of a host that others share belongs to whoever names its path. */
  const shared = config.purposes
    .filter((purpose) => purpose.basis !== "exempt")
    .flatMap((purpose) => purpose.services)
    .flatMap(({ id, addresses = [] }) => addresses.map((start) => ({ start, service: id })));

  /** The services that this address belongs to. */
  function ownersOf(address: unknown): string[] {
    const host = hostOf(String(address), document.baseURI);
    return host && host !== hostOf(location.href)
      ? [
          ...known.filter(({ domain }) => isBelow(host, domain)),
          ...shared.filter(({ start }) => isOf(String(address), start, document.baseURI)),
        ].map(({ service }) => service)
      : [];
  }

  /** The service this address belongs to, when none of its owners is allowed; else nothing. */
  function blocked(address: unknown): string | undefined {
    const owners = ownersOf(address);
    return owners.some(may) ? undefined : owners[0];
  }

  function judge(attribute: string, value: string): string | undefined {
    if (attribute === "srcdoc") return neutral(value, judge).held;
    // Of a list of images the browser will choose one.
    if (attribute.endsWith("srcset"))
      return value
        .split(",")
        .map((each) => blocked(each.trim().split(/\s/)[0]))
        .find(Boolean);
    return blocked(value);
  }

  /** Frames of the page's own making; the banner does not look into them. */
  const frames = new Set<Realm>();

  /** Turns an element into one the banner gates. */
  function hold(element: HTMLElement, address: string, service: string, as: string): void {
    element.setAttribute(heldName(as), address);
    element.setAttribute(kGuarded, "");
    element.dataset.service = service;
    element.removeAttribute(as);
    if (element.localName !== "script") return;
    const type = element.getAttribute("type");
    if (type && !kHeldType.test(type)) element.dataset.type = type;
    element.setAttribute("type", "text/plain");
  }

  /** The service for which this value may not be given to this attribute. */
  function stops(element: Element, as: string, value: string): string | undefined {
    const name = element.localName.toLowerCase();
    return kLoads[name]?.includes(as) && !loadsNothing(name, element.getAttribute("rel"))
      ? judge(as, value)
      : undefined;
  }

  /** An empty frame of the page's markup gets a vendor's address, which its history keeps. */
  function fill(element: Element, as: string, address: unknown): void {
    const filled = element.localName !== "iframe" || as !== "src" || element.getAttribute(as);
    if (!filled && element.isConnected && ownersOf(address).length) putAgain(element);
  }

  function look(element: Element): void {
    for (const as of kLoads[element.localName.toLowerCase()] || []) {
      // A script that was held and then given a type by its page is held again.
      const revived =
        element.localName === "script" &&
        !kHeldType.test(element.getAttribute("type") || "") &&
        element.getAttribute(heldName(as));
      const address = element.getAttribute(as) || revived;
      const service = address && stops(element, as, address);
      if (service) hold(element as HTMLElement, address, service, as);
    }
  }

  function inspect(node: Node): void {
    if (!isElement(node) && node.nodeType !== 11) return;
    all(node as Element | DocumentFragment, kLoading).forEach(look);
    reassign(node as Element | DocumentFragment);
  }

  /** What is held of several services' comes in by whichever of them is allowed. */
  function reassign(tree: ParentNode): void {
    for (const element of all(tree, `[${kGuarded}]`)) {
      if (!("dataset" in element) || may(nameOf(element))) continue;
      const owner = (kLoads[element.localName.toLowerCase()] || [])
        .flatMap((as) => ownersOf(element.getAttribute(heldName(as)) || ""))
        .find((each) => may(each));
      if (owner) element.dataset.service = owner;
    }
  }

  function equip(realm: Realm, enterAll: () => void): void {
    if (realm !== window) frames.add(realm);
    // The address as a property, and as an attribute.
    for (const [kind, names] of Object.entries(kProperties)) {
      const prototype: object | undefined = Reflect.get(realm, kind)?.prototype;
      for (const name of names) {
        const own = prototype && Object.getOwnPropertyDescriptor(prototype, name);
        if (!own) continue;
        const as = name.toLowerCase();
        Reflect.defineProperty(prototype, name, {
          ...own,
          set(this: HTMLElement, address: unknown) {
            const service = stops(this, as, String(address));
            if (service) return hold(this, String(address), service, as);
            fill(this, as, address);
            own.set!.call(this, address);
          },
        });
      }
    }
    const { prototype } = realm.Element;
    const { setAttribute, setAttributeNS } = prototype;
    prototype.setAttribute = function (name, value) {
      const as = String(name).toLowerCase();
      const service = stops(this, as, String(value));
      if (service) return hold(this as HTMLElement, String(value), service, as);
      fill(this, as, value);
      setAttribute.call(this, name, value);
    };
    prototype.setAttributeNS = function (space, name, value) {
      const as = String(name).toLowerCase().replace(/^.*:/, "");
      const service = stops(this, as, String(value));
      if (service) hold(this as HTMLElement, String(value), service, as);
      else setAttributeNS.call(this, space, name, value);
    };

    // Elements that got their address otherwise (clones, templates), and markup.
    watchSinks(realm, {
      node: inspect,
      markup: (html) => neutral(html, judge).html,
      done: enterAll,
    });
    refuseRequests(realm, blocked);

    // Scripts in the page's own HTML: the parser lets observers see one before it runs it.
    new MutationObserver((records) => {
      let last: Node | undefined;
      for (const record of records)
        record.addedNodes.forEach((node) => {
          if (!last?.contains(node)) inspect((last = node));
        });
      enterAll();
      if (realm !== window) releaseIn(realm);
    }).observe(realm.document, { childList: true, subtree: true });
  }

  /** What was given to elements of frames' documents; a script that ran is stopped by a reload. */
  const released = new Map<HTMLElement, Attr[]>();

  /** Gives an element of a frame's document what was held. */
  function release(element: HTMLElement): void {
    const held = Array.from(element.attributes).filter(({ name }) => kHeldName.test(name));
    const service = nameOf(element);
    if (!held.length || !may(service)) return;
    note(service);
    if (element.localName === "iframe") putAgain(element);
    const script = element.localName === "script";
    const free = script ? element.ownerDocument.createElement("script") : element;
    if (script)
      for (const { name, value } of Array.from(element.attributes))
        if (!/^(type|data-(type|service|temoin-.*))$/.test(name)) free.setAttribute(name, value);
    if (element.dataset.type) free.setAttribute("type", element.dataset.type);
    for (const { name, value } of held) {
      element.removeAttribute(name);
      free.setAttribute(name.replace("data-temoin-", ""), value);
    }
    if (script) element.replaceWith(free);
    else released.set(element, held);
  }

  function takeBack(element: HTMLElement): void {
    if (may(nameOf(element))) return;
    for (const { name, value } of released.get(element)!) {
      element.setAttribute(name, value);
      element.removeAttribute(name.replace("data-temoin-", ""));
    }
    released.delete(element);
    if (element.localName === "iframe") putAgain(element);
  }

  function releaseIn(realm: Realm): void {
    try {
      // One that has gone, or that has a banner of its own, is none of ours.
      if (!realm.document?.defaultView) frames.delete(realm);
      else if (!isApi(realm.temoin)) {
        reassign(realm.document);
        realm.document.querySelectorAll<HTMLElement>(kTagged).forEach(release);
      }
    } catch {
      frames.delete(realm);
    }
  }

  forEachRealm(equip);
  return {
    update(allowed) {
      may = allowed;
      reassign(document);
      [...released.keys()].forEach(takeBack);
      frames.forEach(releaseIn);
    },
  };
};
