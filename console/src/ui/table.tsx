// Rows under titles, on a wide screen and on a narrow one.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useSay } from "../i18n";
import * as words from "../words";

export interface Column<T> {
  title: string;
  cell: (row: T) => ComponentChildren;
  number?: boolean;
  // Holds identifiers of any length: broken where the line ends.
  long?: boolean;
}

// What is done with one row: short to look at, `of` which row for who hears it.
export function RowButton({
  text,
  of,
  disabled,
  onClick,
}: {
  text: string;
  of: string;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      class="quiet small"
      aria-label={of}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      {text}
    </button>
  );
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
                    class={c.number ? "n" : c.long ? "long" : undefined}
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
