// Where an axis from 0 ends, at least at `value`, and into how many parts of whole numbers it is cut,
// so that each tick is labelled with the number it stands at. Printed reports follow the same rule
// (render/svg_chart.h); tests/unit/render/axes.json holds both to it.
export interface Axis {
  end: number;
  parts: number;
}

const steps: readonly Axis[] = [
  { end: 1, parts: 5 },
  { end: 2, parts: 4 },
  { end: 3, parts: 3 },
  { end: 4, parts: 4 },
  { end: 5, parts: 5 },
  { end: 6, parts: 3 },
  { end: 8, parts: 4 },
  { end: 10, parts: 5 },
];

export function axisFor(value: number): Axis {
  for (let scale = 1; scale <= Number.MAX_SAFE_INTEGER; scale *= 10) {
    for (const step of steps) {
      const end = step.end * scale;
      // The smallest ends are cut at each unit.
      if (value <= end) return { end, parts: end % step.parts === 0 ? step.parts : end };
    }
  }
  return { end: value, parts: 1 };
}
