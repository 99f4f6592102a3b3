// Runs before anything else: notes each request that leaves this page for another host.
window.demoRequests = [];
window.demoLedger = () => {};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const host = new URL(entry.name, location.href).host;
    if (host !== location.host && !window.demoRequests.includes(host))
      window.demoRequests.push(host);
  }
  window.demoLedger();
}).observe({ type: "resource", buffered: true });
