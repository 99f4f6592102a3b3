/** Requests by script to what may not be reached: each fails as it does without a network. */
import type { Realm } from "../page/sinks";

/** A connection that never was: it says so once, and everything about it is closed. */
function dead(realm: Realm, prototype: object, url: unknown, closed: number): EventTarget {
  const none = new realm.EventTarget();
  const listeners = { onopen: null, onmessage: null, onerror: null, onclose: null };
  const values = { ...listeners, url: String(url), readyState: closed, send() {}, close() {} };
  Object.setPrototypeOf(none, prototype);
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(none, name, { value, writable: true });
  setTimeout(() => {
    for (const type of ["error", "close"]) {
      const event = new realm.Event(type);
      none.dispatchEvent(event);
      const listener: unknown = Reflect.get(none, "on" + type);
      if (typeof listener === "function") Reflect.apply(listener, none, [event]);
    }
  });
  return none;
}

/** What a script sends into a frame of the page's: a form, or an address, by its name. */
function refuseInFrames(realm: Realm, blocked: (address: unknown) => unknown): void {
  const isFrame = (name: unknown): boolean =>
    Array.from(realm.document.querySelectorAll("iframe,frame,object")).some(
      (each) => name && each.getAttribute("name") === String(name),
    );
  const { prototype } = realm.HTMLFormElement;
  for (const name of ["submit", "requestSubmit"] as const) {
    const own: unknown = prototype[name];
    if (typeof own !== "function") continue;
    Reflect.set(prototype, name, function (this: Element, ...given: unknown[]) {
      if (!isFrame(this.getAttribute("target")) || !blocked(this.getAttribute("action")))
        Reflect.apply(own, this, given);
    });
  }
  const { open } = realm;
  Reflect.set(realm, "open", (...given: unknown[]) =>
    isFrame(given[1]) && blocked(given[0])
      ? null
      : (Reflect.apply(open, realm, given) as Window | null),
  );
}

export function refuseRequests(realm: Realm, blocked: (address: unknown) => unknown): void {
  const refusal = (): TypeError =>
    new realm.TypeError("Blocked: the visitor has not allowed this service.");
  for (const name of ["fetch", "fetchLater"]) {
    const own: unknown = Reflect.get(realm, name);
    if (typeof own !== "function") continue;
    Reflect.set(realm, name, (...given: unknown[]) => {
      const address = Object(given[0]).url ?? given[0];
      if (!blocked(address)) return Reflect.apply(own, realm, given);
      if (name === "fetch") return realm.Promise.reject(refusal());
      throw refusal();
    });
  }
  const { navigator } = realm;
  const beacon = navigator.sendBeacon;
  if (beacon)
    realm.Navigator.prototype.sendBeacon = function (address, data) {
      return blocked(address) ? false : beacon.call(navigator, address, data);
    };
  const stopped = new WeakSet<XMLHttpRequest>();
  const { open, send } = realm.XMLHttpRequest.prototype;
  realm.XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...given: unknown[]) {
    if (blocked(given[1])) stopped.add(this);
    else stopped.delete(this);
    Reflect.apply(open, this, given);
  } as typeof open;
  realm.XMLHttpRequest.prototype.send = function (body) {
    if (!stopped.has(this)) return send.call(this, body);
    setTimeout(() => this.dispatchEvent(new ProgressEvent("error")));
  };
  for (const [name, closed] of [
    ["EventSource", 2],
    ["WebSocket", 3],
  ] as const) {
    const own: unknown = Reflect.get(realm, name);
    if (typeof own !== "function") continue;
    Reflect.set(
      realm,
      name,
      new Proxy(own, {
        construct: (target, given, as) =>
          blocked(given[0])
            ? dead(realm, target.prototype, given[0], closed)
            : Reflect.construct(target, given, as),
      }),
    );
  }
  const cache: object | undefined = Reflect.get(realm, "Cache")?.prototype;
  for (const name of ["add", "addAll"]) {
    const own: unknown = cache && Reflect.get(cache, name);
    if (typeof own !== "function") continue;
    Reflect.set(cache!, name, function (this: unknown, ...given: unknown[]) {
      const asked = [given[0]].flat().map((each) => Object(each).url ?? each);
      return asked.some(blocked)
        ? realm.Promise.reject(refusal())
        : Reflect.apply(own, this, given);
    });
  }
  refuseInFrames(realm, blocked);
  for (const name of ["WebTransport", "Audio"]) {
    const own: unknown = Reflect.get(realm, name);
    if (typeof own !== "function") continue;
    Reflect.set(
      realm,
      name,
      new Proxy(own, {
        construct(target, given, as) {
          if (!blocked(given[0])) return Reflect.construct(target, given, as);
          if (name !== "Audio") throw refusal();
          // The address is set afterwards, as a property that is watched.
          const sound: HTMLAudioElement = Reflect.construct(target, [], as);
          sound.src = String(given[0]);
          return sound;
        },
      }),
    );
  }
}
