// What a page cost its main thread, out of a trace: processor time, not wall time, so that waiting
// for another process (storage, cookies) and for a busy machine is not counted.

const kScript = new Set(["EvaluateScript", "FunctionCall", "v8.compile", "FireIdleCallback"]);

/**
 * Milliseconds of processor time: `{all, script}` of the thread that runs something from `origin`;
 * script is what runs from `owns`' addresses, and what the page runs inline to start it: all of its
 * inline scripts but the first, which is the bench's (pages.mjs).
 */
export function cpu(events, origin, owns) {
  const mains = events
    .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
    .map(({ pid, tid }) => `${pid}/${tid}`);
  const tasks = new Map(mains.map((thread) => [thread, []]));
  for (const event of events)
    if (event.ph === "X" && event.tdur !== undefined)
      tasks.get(`${event.pid}/${event.tid}`)?.push(event);
  const seen = { all: 0, script: 0 };
  for (const list of tasks.values()) {
    if (!list.some(({ args }) => addressOf(args).startsWith(origin))) continue;
    seen.all += outermost(list.filter(({ name }) => /RunTask$/.test(name)));
    const scripts = list.filter(({ name }) => kScript.has(name));
    const inline = scripts
      .filter(({ name, args }) => name === "EvaluateScript" && addressOf(args).includes("/page/"))
      .sort((a, b) => a.ts - b.ts)
      .slice(1);
    seen.script += outermost([...scripts.filter(({ args }) => owns(addressOf(args))), ...inline]);
  }
  return seen;
}

/** Milliseconds of processor time of the task that a click ran in. */
export function clickTask(events) {
  const tasks = events.filter(({ name, tdur }) => /RunTask$/.test(name) && tdur !== undefined);
  const clicks = events.filter(
    ({ name, args, dur }) => name === "EventDispatch" && args.data?.type === "click" && dur,
  );
  const within = ({ pid, tid, ts, dur }) =>
    clicks.some(
      (click) => click.pid === pid && click.tid === tid && ts <= click.ts && click.ts <= ts + dur,
    );
  return Math.max(...tasks.filter(within).map(({ tdur }) => tdur)) / 1000;
}

const addressOf = (args) => args?.data?.url ?? args?.data?.fileName ?? "";

/** What lies within another is counted once. */
function outermost(events) {
  let end = -1;
  let sum = 0;
  for (const { ts, dur, tdur } of events.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    if (ts < end) continue;
    end = ts + dur;
    sum += tdur;
  }
  return sum / 1000;
}
