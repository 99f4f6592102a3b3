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
    const own = target.addEventListener;
    const add = function (
      this: EventTarget | undefined,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: AddEventListenerOptions | boolean,
    ): void {
      own.call(this || window, type, listener, options);
      const waits = type === "DOMContentLoaded" || (type === "load" && target === window);
      if (!listener || !waits || !ours() || !fired(type)) return;
      const event = new Event(type);
      Object.defineProperty(event, "target", { value: document });
      setTimeout(() => {
        if (typeof listener === "function") listener.call(target, event);
        else listener.handleEvent(event);
      });
    };
    target.addEventListener = add;
  }
}
