/**
 * `document.write` of a script that came after the parser: what it writes goes to the script's
 * place, as soon as it is whole. The browser's own would replace the page.
 */
export interface Writer {
  write(html: string): void;
  /** The script ended: what was left open is closed. Resolves when what it wrote has run. */
  end(): Promise<void> | undefined;
}

/**
 * Runs a written script: `put` inserts its copy. Resolves when it ran, or returns nothing when it
 * has.
 */
export type Run = (
  script: HTMLScriptElement,
  put: (copy: HTMLScriptElement) => void,
) => Promise<void> | undefined;

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

/** `html` makes markup that Trusted Types let through. */
export function makeWriter(place: Element, run: Run, html: (text: string) => string): Writer {
  let waiting = "";
  let tail: ChildNode = place;
  let line: Promise<void> | undefined;

  const put = (node: ChildNode): void => {
    tail.after(node);
    tail = node;
  };

  function flush(): void {
    const content = document.createRange().createContextualFragment(html(waiting));
    waiting = "";
    const scripts = [...content.querySelectorAll("script")].map((script) => {
      const mark = document.createComment("");
      script.replaceWith(mark);
      return { script, mark };
    });
    for (const node of Array.from(content.childNodes)) put(node);
    for (const { script, mark } of scripts) {
      const next = () => run(script, (copy) => mark.replaceWith(copy));
      line = line ? line.then(next) : next();
    }
  }

  return {
    write(more) {
      waiting += more;
      if (isWhole(waiting)) flush();
    },
    end() {
      if (waiting) flush();
      return line;
    },
  };
}
