// The few shapes that every page is made of.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { type Say, useSay } from "../i18n";
import * as words from "../words";

export function Page({
  title,
  intro,
  actions,
  children,
}: {
  title: string;
  intro?: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Témoin`;
  }, [title]);
  return (
    <>
      <div class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {intro && <p class="intro">{intro}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </div>
      {children}
    </>
  );
}

/** A CSV that the reader's spreadsheet opens in columns. */
export const csvFormat = (say: Say, table = "csv") =>
  say.language === "fr" ? `${table}-fr` : table;

/** What a page of numbers is taken away as: to print, and for a spreadsheet. */
export function Files({ file }: { file: (format: string) => string }) {
  const say = useSay();
  return (
    <>
      <a class="button quiet" href={file("html")} target="_blank" rel="noopener">
        {say(words.pageToPrintPageAImprimer)}
      </a>
      <a class="button quiet" href={file(csvFormat(say))} download>
        CSV
      </a>
      <a class="button quiet" href={file("xlsx")} download>
        XLSX
      </a>
    </>
  );
}

export function Card({
  title,
  children,
  extra,
  wide,
}: {
  title?: string;
  children: ComponentChildren;
  extra?: ComponentChildren;
  wide?: boolean;
}) {
  const id = useId();
  return (
    <section class={wide ? "card wide" : "card"} aria-labelledby={title ? id : undefined}>
      {title && (
        <div class="card-head">
          <h2 id={id}>{title}</h2>
          {extra}
        </div>
      )}
      {children}
    </section>
  );
}

export type Tone = "good" | "warn" | "bad" | "calm" | "plain";
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

export function Figure({
  label,
  value,
  note,
}: {
  label: string;
  value: ComponentChildren;
  note?: ComponentChildren;
}) {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        <span class="value">{value}</span>
        {note && <span class="note">{note}</span>}
      </dd>
    </div>
  );
}

export function Mono({ children, full }: { children: string; full?: boolean }) {
  return (
    <code class="mono" title={children}>
      {full || children.length <= 14 ? children : `${children.slice(0, 12)}…`}
    </code>
  );
}
