// What is shown while something loads and when it failed.

import type { ComponentChildren } from "preact";
import { Problem } from "../api";
import { type Say, useSay } from "../i18n";
import * as words from "../words";
import type { Loaded } from "./load";

export function problemWords(say: Say, problem: Problem): string {
  if (problem.kind === "false-token") return say(words.thisTokenIsFalse);
  if (problem.kind === "several") return say(words.severalChoicesAreNamed);
  if (problem.kind === "no-reference") return say(words.notAReference);
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

// The sentence says it all.
const kSaidInWords = [0, 401, 403, 429];

// What the service says in English, for whoever must look into it.
export function TechnicalDetail({ sentences }: { sentences: string[] }) {
  const said = sentences.map((sentence) => (
    <p key={sentence} lang="en">
      {sentence}
    </p>
  ));
  if (useSay().language === "en") return <div class="fine">{said}</div>;
  return (
    <details class="fine">
      <summary>Détail technique, en anglais</summary>
      {said}
    </details>
  );
}

export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const say = useSay();
  return (
    <div class="notice bad" role="alert">
      <p>{problemWords(say, problem)}</p>
      {problem.message && !kSaidInWords.includes(problem.status) && (
        <TechnicalDetail sentences={[problem.message]} />
      )}
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
