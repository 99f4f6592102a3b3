/**
 * Guard mode: what a page or a tag injects for a service that is not allowed is held back, tagged
 * or not. Scripts, frames and images become gated elements that the banner lets in later; beacons
 * and requests by script are refused. The vendor domains of the catalogue say whose they are.
 *
 * Not caught: images and frames that stand in the page's own HTML (the browser asks for them before
 * any script can), the fetching of scripts that stand there, srcset and srcdoc, preload links,
 * sockets, fragments made from a range or within a shadow root, style sheets, and domains the
 * catalogue does not name.
 */
import { plug } from "../plugin";

plug("guard", ({ config }) => {
  let may: (name: string) => boolean = () => false;
  const known: { domain: string; service: string }[] = [];
  for (const purpose of config.purposes)
    if (purpose.basis !== "exempt")
      for (const service of purpose.services)
        for (const domain of service.vendor?.domains || []) known.push({ domain, service: service.id });

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
    return owners.length && !owners.some(({ service }) => may(service)) ? owners[0]!.service : undefined;
  }

  /** Turns an element into one the banner gates. */
  function hold(element: Element, address: string, service: string): void {
    const { dataset } = element as HTMLElement;
    dataset.src = address;
    dataset.service = service;
    element.removeAttribute("src");
    if (element instanceof HTMLScriptElement) {
      if (element.type && element.type !== "text/plain") dataset.type = element.type;
      element.type = "text/plain";
    }
  }

  const kinds = [HTMLScriptElement, HTMLIFrameElement, HTMLImageElement];
  const watched = (node: unknown): node is HTMLScriptElement => kinds.some((kind) => node instanceof kind);

  function inspect(node: unknown): void {
    if (!(node instanceof Element || node instanceof DocumentFragment)) return;
    const found = [node, ...Array.from(node.querySelectorAll("script[src],iframe[src],img[src]"))];
    for (const each of found) {
      if (!watched(each)) continue;
      const address = each.getAttribute("src");
      const service = address && blocked(address);
      if (service) hold(each, address, service);
    }
  }

  // The address as a property, and as an attribute.
  for (const kind of kinds) {
    const own = Object.getOwnPropertyDescriptor(kind.prototype, "src")!;
    Object.defineProperty(kind.prototype, "src", {
      ...own,
      set(this: HTMLElement, address: string) {
        const service = blocked(address);
        if (service) hold(this, String(address), service);
        else own.set!.call(this, address);
      },
    });
  }
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    const service = /^src$/i.test(name) && watched(this) ? blocked(value) : undefined;
    if (service) hold(this, String(value), service);
    else setAttribute.call(this, name, value);
  };

  // Insertion of elements that got their address otherwise (clones, templates).
  type Method = (this: unknown, ...nodes: unknown[]) => unknown;
  function wrap(target: object, names: string[], before: (nodes: unknown[]) => unknown[]): void {
    const methods = target as Record<string, Method>;
    for (const name of names) {
      const own = methods[name];
      if (own)
        methods[name] = function (...nodes) {
          return own.apply(this, before(nodes));
        };
    }
  }
  const look = (nodes: unknown[]): unknown[] => (nodes.forEach(inspect), nodes);
  wrap(Node.prototype, ["appendChild", "insertBefore", "replaceChild"], look);
  wrap(Element.prototype, ["append", "prepend", "before", "after", "replaceWith", "replaceChildren"], look);

  // Markup: an image starts to load while it is parsed, so the text itself is changed.
  const neutral = (html: unknown): string =>
    String(html).replace(/<(script|iframe|img)\b[^>]*>/gi, (tag, name: string) => {
      const part = /\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
      const address = part && (part[1] ?? part[2] ?? part[3] ?? "").replace(/&amp;/g, "&");
      const service = address && blocked(address);
      if (!part || !service) return tag;
      const quoted = address.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
      const type = /^script$/i.test(name) ? ' type="text/plain"' : "";
      const head = `<${name}${type} data-service="${service}" data-src="${quoted}"`;
      return head + tag.replace(part[0], "").slice(name.length + 1);
    });
  for (const [prototype, name] of [
    [Element.prototype, "innerHTML"],
    [Element.prototype, "outerHTML"],
  ] as const) {
    const own = Object.getOwnPropertyDescriptor(prototype, name)!;
    Object.defineProperty(prototype, name, {
      ...own,
      set(this: Element, html: unknown) {
        own.set!.call(this, typeof html === "string" ? neutral(html) : html);
      },
    });
  }
  wrap(Element.prototype, ["insertAdjacentHTML"], ([where, html]) => [where, typeof html === "string" ? neutral(html) : html]);
  wrap(Document.prototype, ["write", "writeln"], (parts) => parts.map((part) => (typeof part === "string" ? neutral(part) : part)));

  // Requests by script.
  const refuse = (): TypeError => new TypeError("Blocked: the visitor has not allowed this service.");
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
});
