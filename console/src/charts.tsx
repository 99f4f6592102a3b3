// Charts drawn as SVG. Each says in words what it shows and stands above a table of the same
// numbers, so that nobody needs to see it.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { axisFor } from "./axis";
import { useSay } from "./i18n";

export interface Series {
  id: string;
  label: string;
  className: string;
}
export interface ChartPoint {
  label: string;
  title: string;
  values: number[];
}

// At the size of the axes: the width of a letter at most, and the room of a label with its
// distance.
const kLetter = 7;
const kLabelRoom = 84;

// Under its column, but whole: never over the edge of the drawing.
function labelPlace(x: number, label: string, width: number) {
  const over = x + (label.length * kLetter) / 2 > width;
  return over
    ? { x: width, "text-anchor": "end" as const }
    : { x, "text-anchor": "middle" as const };
}

// The width that an element has on the page, so that text in a drawing keeps its size on a phone.
function useWidth(first: number): [{ current: HTMLElement | null }, number] {
  const element = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

export function StackedColumns({
  title,
  description,
  series,
  points,
}: {
  title: string;
  description: string;
  series: Series[];
  points: ChartPoint[];
}) {
  const say = useSay();
  const id = useId();
  const [figure, width] = useWidth(720);
  const height = width < 480 ? 190 : 260;
  const bottom = 26;
  const top = 10;
  const plot = height - top - bottom;
  const { end: highest, parts } = axisFor(
    Math.max(1, ...points.map((p) => p.values.reduce((a, b) => a + b, 0))),
  );
  const left = Math.max(width < 480 ? 44 : 56, say.number(highest).length * kLetter + 12);
  const slot = (width - left) / Math.max(1, points.length);
  const gap = Math.min(slot / 4, 6);
  const labelEvery = Math.max(
    1,
    Math.ceil(points.length / Math.max(2, Math.floor((width - left) / kLabelRoom))),
  );
  return (
    <figure class="chart" ref={figure}>
      <ul class="legend" aria-hidden="true">
        {series.map((s) => (
          <li key={s.id}>
            <span class={`swatch ${s.className}`} />
            {s.label}
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-labelledby={`${id}-t ${id}-d`}
        preserveAspectRatio="xMidYMid meet"
      >
        <title id={`${id}-t`}>{title}</title>
        <desc id={`${id}-d`}>{description}</desc>
        {Array.from({ length: parts + 1 }, (_, line) => {
          const y = top + plot - (plot * line) / parts;
          return (
            <g key={line}>
              <line class="grid" x1={left} x2={width} y1={y} y2={y} />
              <text class="axis" x={left - 8} y={y + 4} text-anchor="end">
                {say.number((highest * line) / parts)}
              </text>
            </g>
          );
        })}
        {points.map((point, i) => {
          let y = top + plot;
          return (
            <g key={point.title}>
              {point.values.map((value, s) => {
                const size = (value / highest) * plot;
                y -= size;
                return size > 0 ? (
                  <rect
                    class={series[s]?.className}
                    key={s}
                    x={left + slot * i + gap / 2}
                    y={y}
                    width={Math.max(1, slot - gap)}
                    height={size}
                  >
                    <title>{`${point.title} – ${series[s]?.label}: ${say.number(value)}`}</title>
                  </rect>
                ) : null;
              })}
              {i % labelEvery === 0 && (
                <text
                  class="axis"
                  {...labelPlace(left + slot * (i + 0.5), point.label, width)}
                  y={height - 8}
                >
                  {point.label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

// One horizontal bar with its rate written beside it.
export function RateBar({ permille, label }: { permille: number | undefined; label: string }) {
  const say = useSay();
  return (
    <span class="rate">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="8" rx="2" />
        <rect class="fill" width={(permille ?? 0) / 10} height="8" rx="2" />
      </svg>
      <span>
        <span class="unseen">{label} </span>
        {say.percent(permille)}
      </span>
    </span>
  );
}

// Three shares of a whole in one bar.
export function Shares({
  title,
  parts,
}: {
  title: string;
  parts: { label: string; value: number; className: string }[];
}) {
  const say = useSay();
  const id = useId();
  const sum = parts.reduce((a, p) => a + p.value, 0);
  const share = (value: number) => (sum ? say.percent(Math.round((value * 1000) / sum)) : "–");
  let at = 0;
  return (
    <figure class="shares">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-labelledby={id}>
        <title
          id={id}
        >{`${title} – ${parts.map((p) => `${p.label}: ${say.number(p.value)}`).join(", ")}`}</title>
        <rect class="track" width="100" height="6" />
        {sum > 0 &&
          parts.map((p) => {
            const size = (p.value / sum) * 100;
            const bar = <rect key={p.label} class={p.className} x={at} width={size} height="6" />;
            at += size;
            return bar;
          })}
      </svg>
      <ul class="legend">
        {parts.map((p) => (
          <li key={p.label}>
            <span class={`swatch ${p.className}`} />
            {p.label} <strong>{share(p.value)}</strong>{" "}
            <span class="dim">{say.number(p.value)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
