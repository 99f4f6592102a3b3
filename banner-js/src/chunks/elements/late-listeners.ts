/**
 * A script that was let in after the page had loaded waits in vain for `DOMContentLoaded` or
 * `load`: what it adds as their listener is called once, in a task of its own. Listeners of others
 * are left alone.
 */
function fired(type: string): boolean {
  if (document.readyState === "complete") return true;
  // A page may have put something of its own under that name.
  const [timing]: unknown[] = window.performance?.getEntriesByType?.("navigation") || [];
  return type === "DOMContentLoaded" && Object(timing).domContentLoadedEventStart > 0;
}

/** `ours` says whether the script that runs now is one of those. */
export function helpLateListeners(ours: () => boolean): void {
  for (const target of [document, window]) {
    const { addEventListener: add, removeEventListener: remove } = target;
    const bound = new WeakMap<EventListener, EventListener>();
    /** What waits in vain, by its type: a target knows what is twice the same, once, or aborted. */
    const waiting = new Map<string, EventTarget>();

    /** Called on what it was added to, whatever tells it; twice the same is the same. */
    function here(listener: EventListenerOrEventListenerObject) {
      if (typeof listener !== "function") return listener;
      const act = bound.get(listener) || ((event: Event) => listener.call(target, event));
      bound.set(listener, act);
      return act;
    }

    function tell(type: string, late: EventTarget): void {
      waiting.delete(type);
      const event = new Event(type);
      for (const [name, value] of Object.entries({ target: document, currentTarget: target }))
        Object.defineProperty(event, name, { value });
      late.dispatchEvent(event);
    }

    target.addEventListener = function (
      this: EventTarget | undefined,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: AddEventListenerOptions | boolean,
    ): void {
      add.call(this || window, type, listener, options);
      const waits = type === "DOMContentLoaded" || (type === "load" && target === window);
      if (!listener || !waits || !ours() || !fired(type)) return;
      const late = waiting.get(type) || new EventTarget();
      late.addEventListener(type, here(listener), options);
      if (waiting.has(type)) return;
      waiting.set(type, late);
      setTimeout(() => tell(type, late));
    };
    target.removeEventListener = function (
      this: EventTarget | undefined,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: EventListenerOptions | boolean,
    ): void {
      remove.call(this || window, type, listener, options);
      if (listener) waiting.get(type)?.removeEventListener(type, here(listener), options);
    };
  }
}

const done = (): void => {};

/**
 * `onload` of a page that is loaded, which no browser calls any more: what a script sets there is
 * called when it has run, once. While scripts run, one stands there that has done its work: a
 * script keeps it to call it in its own.
 */
export function makeLateOnload(): () => () => void {
  let running = 0;
  let before: typeof window.onload = null;
  /** A script begins; what is returned is called when it has run. */
  return () => {
    if (document.readyState !== "complete") return done;
    if (!running++) {
      before = window.onload;
      if (before) window.onload = done;
    }
    return () => {
      const { onload } = window;
      if (onload && onload !== done && onload !== before) {
        window.onload = done;
        onload.call(window, new Event("load"));
      }
      if (!--running && window.onload === done) window.onload = before;
    };
  };
}
