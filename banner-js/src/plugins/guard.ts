/**
 * Guard mode: what a page or a tag injects for a service that is not allowed is held back, tagged
 * or not. Scripts, frames and images become gated elements that the banner lets in later; beacons
 * and requests by script are refused. The vendor domains of the catalogue say whose they are.
 *
 * Not caught: images and frames that stand in the page's own HTML (the browser asks for them before
 * any script can), the fetching of scripts that stand there, srcdoc, preload links, sockets, style
 * sheets, and domains the catalogue does not name.
 */
import { hostsOf } from "../domain/hosts";
import { watchSinks } from "../page/sinks";
import type { Make } from "./plugin";

export const make: Make = ({ config }) => {
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

  /** The service this address belongs to, when none of its owners is allowed; else nothing. */
  function blocked(address: unknown): string | undefined {
    let host: string;
    try {
      host = new URL(String(address), location.href).hostname;
    } catch {
      return undefined;
    }
    if (host === location.hostname) return undefined;
    const owners = known.filter(({ domain }) => host === domain || host.endsWith("." + domain));
    return owners.length && !owners.some(({ service }) => may(service))
      ? owners[0]!.service
      : undefined;
  }

  /** Turns an element into one the banner gates. */
  function hold(element: Element, address: string, service: string, as = "src"): void {
    const { dataset } = element as HTMLElement;
    dataset[as] = address;
    dataset.service = service;
    element.removeAttribute(as);
    if (element instanceof HTMLScriptElement) {
      if (element.type && element.type !== "text/plain") dataset.type = element.type;
      element.type = "text/plain";
    }
  }

  /** The same of a list of images, of which the browser will choose one. */
  const blockedSet = (list: unknown): string | undefined =>
    String(list)
      .split(",")
      .map((each) => blocked(each.trim().split(/\s/)[0]))
      .find((service) => service);
  const judge: Record<string, (address: unknown) => string | undefined> = {
    src: blocked,
    srcset: blockedSet,
  };

  const kinds = [HTMLScriptElement, HTMLIFrameElement, HTMLImageElement];
  const watched = (node: unknown): node is HTMLScriptElement =>
    kinds.some((kind) => node instanceof kind);

  function inspect(node: unknown): void {
    if (!(node instanceof Element || node instanceof DocumentFragment)) return;
    const found = [
      node,
      ...Array.from(
        node.querySelectorAll("script[src],script[data-src],iframe[src],img[src],img[srcset]"),
      ),
    ];
    for (const each of found) {
      if (!watched(each)) continue;
      for (const name in judge) {
        // A script that was held and then given a type by its page is held again.
        const revived =
          each instanceof HTMLScriptElement && each.type !== "text/plain" && each.dataset[name];
        const address = each.getAttribute(name) || revived;
        const service = address && judge[name]!(address);
        if (service) hold(each, address, service, name);
      }
    }
  }

  // The address as a property, and as an attribute.
  for (const kind of kinds)
    for (const name in judge) {
      const own = Object.getOwnPropertyDescriptor(kind.prototype, name);
      if (!own) continue;
      Object.defineProperty(kind.prototype, name, {
        ...own,
        set(this: HTMLElement, address: string) {
          const service = judge[name]!(address);
          if (service) hold(this, String(address), service, name);
          else own.set!.call(this, address);
        },
      });
    }
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    const as = String(name).toLowerCase();
    const service = /^src(set)?$/.test(as) && watched(this) ? judge[as]!(value) : undefined;
    if (service) hold(this, String(value), service, as);
    else setAttribute.call(this, name, value);
  };

  // Markup: an image starts to load while it is parsed, so the text itself is changed.
  const neutral = (html: string): string =>
    html.replace(/<(script|iframe|img)\b[^>]*>/gi, (tag, name: string) => {
      let service: string | undefined;
      for (const part of tag.matchAll(/\s(src|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi))
        service =
          service ||
          judge[part[1]!.toLowerCase()]!(
            (part[2] ?? part[3] ?? part[4] ?? "").replace(/&amp;/g, "&"),
          );
      if (!service) return tag;
      const type = /^script$/i.test(name) ? ' type="text/plain"' : "";
      return (
        `<${name}${type} data-service="${service}"` +
        tag.slice(name.length + 1).replace(/(\s)(src(?:set)?\s*=)/gi, "$1data-$2")
      );
    });
  // Elements that got their address otherwise (clones, templates), and markup.
  watchSinks({ node: inspect, markup: neutral });

  // Requests by script.
  const refuse = (): TypeError =>
    new TypeError("Blocked: the visitor has not allowed this service.");
  if (window.fetch) {
    const own = window.fetch;
    window.fetch = function (input, init) {
      const address = input instanceof Request ? input.url : input;
      return blocked(address) ? Promise.reject(refuse()) : own.call(window, input, init);
    };
  }
  const beacon = navigator.sendBeacon;
  if (beacon)
    Navigator.prototype.sendBeacon = function (address, data) {
      return blocked(address) ? false : beacon.call(navigator, address, data);
    };
  const stopped = new WeakSet<XMLHttpRequest>();
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...given: unknown[]) {
    if (blocked(given[1])) stopped.add(this);
    else stopped.delete(this);
    (open as (...all: unknown[]) => void).apply(this, given);
  } as typeof open;
  XMLHttpRequest.prototype.send = function (body) {
    if (!stopped.has(this)) return send.call(this, body);
    setTimeout(() => this.dispatchEvent(new ProgressEvent("error")));
  };

  // Scripts in the page's own HTML: the parser lets observers see one before it runs it.
  new MutationObserver((records) => {
    let last: Node | undefined;
    for (const record of records)
      record.addedNodes.forEach((node) => {
        if (!last?.contains(node)) inspect((last = node));
      });
  }).observe(document.documentElement, { childList: true, subtree: true });

  return {
    update(allowed) {
      may = allowed;
    },
  };
};
