// Who made the browser do something: from a request or a write back to the tag in the page.
//
// A trail is a list, the nearest first: {"script": address} for a script that did it or let it in,
// {"frame": address} for a frame it happened in, and last {"tag": address of the page, "line"} where
// the page's HTML names it. Addresses are without a query. Bounded in length and in what is kept.

const kMostSteps = 8;
const kMostKept = 20_000;

/** Host and path, the parts of the path that look like identifiers left out. */
export function shortAddress(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (!/^(https?|wss?):$/.test(url.protocol)) return null;
  const path = url.pathname
    .split("/")
    .map((part) => (/\d{6}|^[0-9a-f-]{16,}$|[A-Za-z0-9_-]{40}/i.test(part) ? "*" : part))
    .join("/")
    .slice(0, 120);
  return url.host + path;
}

/** The addresses in the text of an Error's stack, the nearest first. */
export const stackAddresses = (stack) =>
  [...stack.slice(0, 8192).matchAll(/\b(https?:\/\/[^\s()]{1,2048}?):(\d+):\d+/g)].map(
    ([, url, line]) => ({ url, line: Number(line) }),
  );

export class Trail {
  #causes = new Map(); // address -> {frames: [{url, line}], page, line}
  #document = "";

  /** What DevTools' Network.requestWillBeSent says. */
  note({ request, initiator, type, documentURL }) {
    if (this.#causes.size >= kMostKept || this.#causes.has(request.url)) return;
    if (type === "Document" && request.url === documentURL) this.#document = request.url;
    const frames = [];
    for (let stack = initiator.stack; stack && frames.length < kMostSteps; stack = stack.parent)
      for (const each of stack.callFrames)
        if (each.url) frames.push({ url: each.url, line: each.lineNumber + 1 });
    const parsed = initiator.type === "parser" && initiator.url;
    this.#causes.set(request.url, {
      frames,
      page: parsed ? initiator.url : null,
      line: parsed ? Math.round(initiator.lineNumber || 0) + 1 : null,
    });
  }

  /** Of a request, by its address and the addresses of the frames it was made in, inmost first. */
  ofRequest(url, frames = []) {
    const steps = [];
    this.#back(url, steps, new Set());
    if (!steps.length) {
      for (const frame of frames) {
        if (frame === this.#document || frame === url) continue;
        this.#add(steps, { frame: shortAddress(frame) });
        this.#back(frame, steps, new Set());
        if (steps.some((step) => step.tag)) break;
      }
    }
    return steps;
  }

  /** Of a write, by the stack of the script that wrote. */
  ofStack(stack, page) {
    const steps = [];
    this.#through(stackAddresses(stack), page, steps, new Set());
    return steps;
  }

  #add(steps, step) {
    const [address] = Object.values(step);
    const same = steps.some((each) => JSON.stringify(each) === JSON.stringify(step));
    if (address && !same && steps.length < kMostSteps) steps.push(step);
  }

  #back(url, steps, seen) {
    if (seen.has(url) || seen.size > kMostSteps) return;
    seen.add(url);
    const cause = this.#causes.get(url);
    if (!cause) return;
    if (cause.page) return this.#add(steps, { tag: shortAddress(cause.page), line: cause.line });
    this.#through(cause.frames, this.#document, steps, seen);
  }

  // The nearest frame is who did it; a script in the page itself is a tag.
  #through(frames, page, steps, seen) {
    const [first] = frames;
    if (!first) return;
    if (first.url === page) return this.#add(steps, { tag: shortAddress(page), line: first.line });
    this.#add(steps, { script: shortAddress(first.url) });
    const before = steps.length;
    this.#back(first.url, steps, seen);
    if (steps.length > before) return;
    const other = frames.find((each) => each.url !== first.url);
    if (other) this.#through([other], page, steps, seen);
  }
}
