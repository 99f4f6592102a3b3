// The few shapes that every page is made of.

import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";
import { call, Problem } from "./api";
import { type Say, useSay } from "./i18n";
import * as words from "./words";

export interface Loaded<T> {
  data: T | null;
  error: Problem | null;
  loading: boolean;
  reload: () => void;
}

// Loads `path` and again whenever it changes; null waits. What arrives late for an earlier path is
// dropped.
export function useLoad<T>(path: string | null): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; error: Problem | null; loading: boolean }>({
    data: null,
    error: null,
    loading: path !== null,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) {
      setState({ data: null, error: null, loading: false });
      return undefined;
    }
    let current = true;
    setState((before) => ({ ...before, error: null, loading: true }));
    call<T>("GET", path).then(
      (data) => current && setState({ data, error: null, loading: false }),
      (error: Problem) => current && setState({ data: null, error, loading: false }),
    );
    return () => {
      current = false;
    };
  }, [path, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  return { ...state, reload };
}

export interface Action {
  busy: boolean;
  problem: Problem | null;
  forget: () => void;
  run: <T>(work: () => Promise<T>, then?: (result: T) => void) => Promise<void>;
}

// Something that a press sets off, once: a second press while the first is on its way does nothing,
// and an answer that arrives after its page is gone changes nothing any more.
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const run = useCallback(async <T,>(work: () => Promise<T>, then?: (result: T) => void) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      const result = await work();
      if (here.current) then?.(result);
    } catch (error) {
      if (here.current) setProblem(error as Problem);
    }
    running.current = false;
    if (here.current) setBusy(false);
  }, []);
  const forget = useCallback(() => setProblem(null), []);
  return { busy, problem, forget, run };
}

// A day that the service knows of, and not one whose year is still being typed.
export const isDay = (text: string): boolean => text >= "1970" && text < "9999";

export function problemWords(say: Say, problem: Problem): string {
  if (problem.kind === "false-token") return say(words.thisTokenIsFalse);
  if (problem.kind === "several") return say(words.severalChoicesAreNamed);
  if (problem.kind === "not-recognised") return say(words.notRecognised);
  switch (problem.status) {
    case 0:
      return say(words.theServiceDoesNotAnswerCheck);
    case 400:
      return say(words.thisRequestWasNotUnderstood);
    case 401:
      return say(words.thisTokenIsUnknownRevokedOr);
    case 403:
      return say(words.yourRoleDoesNotAllowThis);
    case 404:
      return say(words.nothingFitsThisRequest);
    case 409:
      return say(words.thingsHaveChangedMeanwhileReloadThe);
    case 422:
      return say(words.thisInputIsNotAccepted);
    case 429:
      return say(words.tooManyAttemptsWaitAMinute);
    case 503:
      return say(words.theServiceCannotAnswerNowNothing);
    default:
      return say(words.theServiceMetAnError);
  }
}

// The sentence above says it all; the service's own words are for whoever must look into the rest.
const kSaidInWords = [0, 401, 403, 429];

export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const say = useSay();
  return (
    <div class="notice bad" role="alert">
      <p>{problemWords(say, problem)}</p>
      {problem.message &&
        !kSaidInWords.includes(problem.status) &&
        (say.language === "en" ? (
          <p class="fine">{problem.message}</p>
        ) : (
          <details class="fine">
            <summary>Détail technique, en anglais</summary>
            <p lang="en">{problem.message}</p>
          </details>
        ))}
      {retry && (
        <button type="button" class="quiet" onClick={retry}>
          {say(words.tryAgain)}
        </button>
      )}
    </div>
  );
}

// What is loading, what failed, or the page.
export function Await<T>({
  of,
  children,
}: {
  of: Loaded<T>;
  children: (data: T) => ComponentChildren;
}) {
  const say = useSay();
  if (of.error) return <ProblemNotice problem={of.error} retry={of.reload} />;
  // Nothing was asked for: the address names nothing that could be.
  if (of.data === null && !of.loading) return <ProblemNotice problem={new Problem(404, "")} />;
  if (of.data === null)
    return (
      <p class="loading" role="status">
        {say(words.loading)}
      </p>
    );
  return (
    <div class={of.loading ? "stale" : undefined} aria-busy={of.loading}>
      {children(of.data)}
    </div>
  );
}

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

export interface Column<T> {
  title: string;
  cell: (row: T) => ComponentChildren;
  number?: boolean;
}

// On a narrow screen a table of words becomes a list of rows, each value under its title; a table
// of numbers scrolls inside its own frame. The roles are written out because a browser forgets them
// where a table is not laid out as one. Of a long one so many rows are shown, the rest when asked
// for.
export function Table<T>({
  caption,
  columns,
  rows,
  empty,
  keyOf,
  hideCaption,
  atOnce = Number.POSITIVE_INFINITY,
}: {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  empty?: string;
  keyOf: (row: T) => string | number;
  hideCaption?: boolean;
  atOnce?: number;
}) {
  const say = useSay();
  const [shown, setShown] = useState(atOnce);
  if (rows.length === 0) return <p class="empty">{empty ?? say(words.nothingToShowHere)}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: it needs a name, not the look of a form */}
      <div
        class={`table ${columns.filter((c) => c.number).length * 2 < columns.length ? "words" : "numbers"}`}
        role="group"
        aria-label={caption}
        tabIndex={0}
      >
        <table role="table">
          <caption class={hideCaption ? "unseen" : undefined}>{caption}</caption>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((c) => (
                <th
                  role="columnheader"
                  scope="col"
                  class={c.number ? "n" : undefined}
                  key={c.title}
                >
                  {c.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.slice(0, shown).map((row) => (
              <tr role="row" key={keyOf(row)}>
                {columns.map((c) => (
                  <td
                    role="cell"
                    class={c.number ? "n" : undefined}
                    data-title={c.title}
                    key={c.title}
                  >
                    <div>{c.cell(row)}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button type="button" class="quiet" onClick={() => setShown(shown + kMoreRows)}>
          {say(words.showRest(Math.min(kMoreRows, rows.length - shown), rows.length))}
        </button>
      )}
    </>
  );
}

const kMoreRows = 50;

export function Field({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: (attributes: { id: string; "aria-describedby"?: string }) => JSX.Element;
}) {
  const id = useId();
  const describe = hint ? { "aria-describedby": `${id}-hint` } : {};
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, ...describe })}
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

export function Input({
  label,
  hint,
  value,
  onValue,
  ...rest
}: { label: string; hint?: string; value: string; onValue: (value: string) => void } & Omit<
  JSX.InputHTMLAttributes,
  "value" | "label"
>) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(a) => (
        <input {...rest} {...a} value={value} onInput={(e) => onValue(e.currentTarget.value)} />
      )}
    </Field>
  );
}

export function Select({
  label,
  value,
  options,
  onValue,
}: {
  label: string;
  value: string;
  options: [string, string][];
  onValue: (value: string) => void;
}) {
  return (
    <Field label={label}>
      {(a) => (
        <select {...a} value={value} onChange={(e) => onValue(e.currentTarget.value)}>
          {options.map(([id, words]) => (
            <option value={id} key={id}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Mono({ children, full }: { children: string; full?: boolean }) {
  return (
    <code class="mono" title={children}>
      {full || children.length <= 14 ? children : `${children.slice(0, 12)}…`}
    </code>
  );
}
