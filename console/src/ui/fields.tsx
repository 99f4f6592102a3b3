// What is filled in: each field with its label and its hint.

import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { useSay } from "../i18n";
import * as words from "../words";

// A day that the service knows of, and not one whose year is still being typed.
export const isDay = (text: string): boolean => text >= "1970" && text < "9999";

export function Field({
  label,
  hint,
  long = false,
  children,
}: {
  label: string;
  hint?: string;
  // Holds words that the usual column would cut.
  long?: boolean;
  children: (attributes: { id: string; "aria-describedby"?: string }) => JSX.Element;
}) {
  const id = useId();
  const describe = hint ? { "aria-describedby": `${id}-hint` } : {};
  return (
    <div class={long ? "field long" : "field"}>
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

// How somebody calls a passkey of theirs.
export function PasskeyName({
  value,
  onValue,
}: {
  value: string;
  onValue: (value: string) => void;
}) {
  const say = useSay();
  return (
    <Input
      label={say(words.passkeyName)}
      hint={say(words.passkeyNameHint)}
      value={value}
      required
      maxLength={60}
      autocomplete="off"
      onValue={onValue}
    />
  );
}

const kUsual = 12; // characters that fit beside the arrow of a select of the usual width

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
    <Field label={label} long={options.some(([, words]) => words.length > kUsual)}>
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

// Any number of the options.
export function Choices({
  label,
  hint,
  options,
  chosen,
  onChosen,
}: {
  label: string;
  hint: string;
  options: [string, string][];
  chosen: string[];
  onChosen: (chosen: string[]) => void;
}) {
  const id = useId();
  return (
    <fieldset class="choices" aria-describedby={`${id}-hint`}>
      <legend>{label}</legend>
      <div class="options">
        {options.map(([value, words]) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(e) =>
                onChosen(
                  e.currentTarget.checked
                    ? [...chosen, value]
                    : chosen.filter((other) => other !== value),
                )
              }
            />
            {words}
          </label>
        ))}
      </div>
      <span class="hint" id={`${id}-hint`}>
        {hint}
      </span>
    </fieldset>
  );
}
