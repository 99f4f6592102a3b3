/**
 * The page's window, and each that is the page's own: its frames, what those hold, windows that it
 * opens. Each is another world of the same elements.
 */
import type { Realm } from "./sinks";

/**
 * Calls `begin` for this window, and for each of the others before the page has put anything into
 * it; `look` finds those that have come since, and is to be called when something came in.
 */
export function forEachRealm(begin: (realm: Realm, look: () => void) => void): void {
  const begun = new WeakSet<object>();

  function enter(window: unknown): void {
    try {
      const realm = window as Realm | null;
      if (realm?.document && !begun.has(realm.Node)) equip(realm);
    } catch {
      /* Another site's. */
    }
  }

  function equip(realm: Realm): void {
    begun.add(realm.Node);
    const look = (): void => {
      // Its length may be a number of the page's own.
      for (let at = 0; realm[at]; ++at) enter(realm[at]);
    };
    // However it is reached: as soon as there is one.
    for (const kind of ["HTMLIFrameElement", "HTMLFrameElement", "HTMLObjectElement"] as const)
      for (const name of ["contentWindow", "contentDocument"] as const) {
        const own = Object.getOwnPropertyDescriptor(realm[kind].prototype, name);
        if (!own?.get) continue;
        const { get } = own;
        Reflect.defineProperty(realm[kind].prototype, name, {
          ...own,
          get(this: HTMLIFrameElement) {
            const found: unknown = get.call(this);
            enter(name === "contentWindow" ? found : Object(found).defaultView);
            return found;
          },
        });
      }
    const { open } = realm;
    Reflect.set(realm, "open", (...given: unknown[]) => {
      const opened: unknown = Reflect.apply(open, realm, given);
      enter(opened);
      return opened;
    });
    realm.document.addEventListener("load", look, true);
    begin(realm, look);
  }

  equip(window);
}
