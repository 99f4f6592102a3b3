// What runs in a page while it is measured, as text of functions: nothing else of the bench does.

/**
 * Reports once, when the first layer is there and everything it put off has run: when it stood,
 * longest task, layout shift, time since its scripts had arrived, requests and bytes until then.
 */
export const probe = (shown) => {
  let longest = 0;
  let shift = 0;
  new PerformanceObserver((list) =>
    list.getEntries().forEach((entry) => (longest = Math.max(longest, entry.duration))),
  ).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) =>
    list.getEntries().forEach((entry) => (shift += entry.value)),
  ).observe({ type: "layout-shift", buffered: true });
  const report = (...values) => fetch("/report", { method: "POST", body: JSON.stringify(values) });
  const look = () => {
    const box = shown()?.getBoundingClientRect();
    if (!(box && box.height > 20 && box.top < innerHeight)) return requestAnimationFrame(look);
    // Interactive: the next task after the frame that painted it. Its scripts had arrived when the
    // last of them had been received; from there on it is the banner's own doing.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const ready = performance.now();
        const loads = ["navigation", "resource"].flatMap((type) =>
          performance.getEntriesByType(type),
        );
        const arrived = Math.max(...loads.map((each) => each.responseEnd));
        const bytes = loads.reduce((sum, each) => sum + each.encodedBodySize, 0);
        // What a banner puts off until after its first layer counts among its tasks too.
        setTimeout(() => report(ready, longest, shift, ready - arrived, loads.length, bytes), 1500);
      }),
    );
  };
  look();
};

/**
 * Waits for the press of a button, which is made from outside, and reports: the interaction's
 * duration (as INP counts it: to the next frame, in steps of 8 ms; 0 when under 16) and, where a
 * dialog is waited for, the time from the press to the frame that shows it.
 */
export const watchPress = (button, dialog) => {
  let slowest = 0;
  new PerformanceObserver((list) =>
    list.getEntries().forEach((each) => {
      if (each.interactionId) slowest = Math.max(slowest, each.duration);
    }),
  ).observe({ type: "event", durationThreshold: 16 });
  const report = (...values) => fetch("/report", { method: "POST", body: JSON.stringify(values) });
  const late = () => new Promise((done) => setTimeout(done, 300));
  addEventListener(
    "click",
    async ({ timeStamp }) => {
      const open = () => {
        const box = dialog?.()?.getBoundingClientRect();
        return box && box.height > 100 && getComputedStyle(dialog()).visibility !== "hidden";
      };
      while (dialog && !open()) await new Promise(requestAnimationFrame);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const shown = performance.now() - timeStamp;
      await late();
      report(slowest, shown);
    },
    { capture: true, once: true },
  );
  const box = button().getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};
