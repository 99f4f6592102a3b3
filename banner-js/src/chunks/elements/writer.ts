/**
 * `document.write` of a script that came after the parser: what it writes goes to the script's
 * place, as soon as it is whole. The browser's own would replace the page.
 */
import { taken } from "../../page/taken-over";
import { tag } from "./hold";

export interface Writer {
  write(html: string): void;
  /** The script ended: what was left open is closed. Resolves when what it wrote has run. */
  end(): Promise<void> | undefined;
}

/** Runs a script that was written, and stands in the page, inert. Nothing returned: it has run. */
export type Run = (script: HTMLScriptElement) => Promise<void> | undefined;

const kVoid = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** Whether every element that was opened in it is closed in it. */
export function isWhole(html: string): boolean {
  if (html.lastIndexOf("<") > html.lastIndexOf(">")) return false;
  let open = 0;
  const outside = html
    .replace(/<!--[^]*?-->/g, "")
    .replace(/(<(script|style)\b[^>]*>)[^]*?(<\/\2>)/gi, "$1$3");
  for (const [, close, name, self] of outside.matchAll(/<(\/?)([a-z][\w-]*)[^>]*?(\/?)>/gi))
    if (!kVoid.test(name!) && !self) open += close ? -1 : 1;
  return open <= 0;
}

/**
 * Writes beside `owner`, a tagged script; `html` makes markup that Trusted Types let through, `wrote`
 * is told of what came into the page.
 */
export function makeWriter(
  owner: HTMLElement,
  run: Run,
  html: (text: string) => string,
  wrote: (node: ChildNode) => void,
): Writer {
  let waiting = "";
  let tail: ChildNode = owner;
  let line: Promise<void> | undefined;
  let ended = false;

  const put = (node: ChildNode): void => {
    tail.after(node);
    wrote((tail = node));
  };

  function place(text: string): void {
    // Parsed as where it goes: a row of a table is one in a table alone.
    const range = document.createRange();
    if (owner.parentNode) range.selectNode(owner);
    const content = range.createContextualFragment(html(text));
    const scripts = tag(content, owner, true).map((script) => {
      const mark = document.createComment("");
      script.replaceWith(mark);
      return { script, mark };
    });
    for (const node of Array.from(content.childNodes)) put(node);
    for (const { script, mark } of scripts) {
      const next = () => {
        mark.replaceWith(script);
        wrote(script);
        if (tail === mark) tail = script;
        return run(script);
      };
      line = line ? line.then(next) : next();
    }
  }

  function flush(): void {
    const text = waiting;
    waiting = "";
    const wait = taken(owner);
    if (!wait) place(text);
    else {
      const before = line;
      line = wait
        .then(() => before)
        .then(() => {
          line = undefined;
          place(text);
          return line;
        });
    }
  }

  return {
    write(more) {
      waiting += more;
      if (isWhole(waiting)) flush();
      // A handler or a promise that the script left: nobody tells when it ends.
      else if (ended) setTimeout(() => waiting && flush());
    },
    end() {
      ended = true;
      if (waiting) flush();
      return line;
    },
  };
}
