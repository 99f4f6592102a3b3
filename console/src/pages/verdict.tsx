// One name: verdict, reason, next step, and what the catalogue says of it.

import type { Candidate, Verdict } from "../api";
import { basisWords, useSay, verdictWords } from "../i18n";
import { Badge, type Tone } from "../ui";
import * as words from "../words";

export function verdictTone(verdict: string): Tone {
  switch (verdict) {
    case "always":
      return "good";
    case "after-consent":
    case "exempt-with-opt-out":
      return "calm";
    case "over-limit":
    case "not-declared":
      return "bad";
    default:
      return "warn";
  }
}

export function Answer({ verdict }: { verdict: Verdict }) {
  const say = useSay();
  return (
    <article class="answer">
      <h3>
        <code>{verdict.name}</code>
        {verdict.host && <span class="dim"> {verdict.host}</span>}{" "}
        <Badge tone={verdictTone(verdict.verdict)}>{verdictWords(say, verdict.verdict)}</Badge>
      </h3>
      <p>
        {say.words(verdict.reason)} {say.words(verdict.next_step)}
      </p>
      {verdict.candidates.map((candidate) => (
        <CandidateFacts key={candidate.pointer ?? candidate.name} candidate={candidate} />
      ))}
      {verdict.hints.length > 0 && (
        <ul class="fine">
          {verdict.hints.map((hint) => (
            <li key={hint.name}>
              {say(words.aNearNameIsDeclared)} <code>{hint.name}</code> ({hint.service}).{" "}
              {hint.note.fr !== "" && say.words(hint.note)}
            </li>
          ))}
        </ul>
      )}
      {verdict.draft !== undefined && (
        <details>
          <summary>{say(words.declarationToComplete)}</summary>
          <pre tabIndex={0}>{JSON.stringify(verdict.draft, null, 2)}</pre>
        </details>
      )}
    </article>
  );
}

function CandidateFacts({ candidate }: { candidate: Candidate }) {
  const say = useSay();
  return (
    <dl class="facts">
      <dt>{say(words.declaredAs)}</dt>
      <dd>
        <code>{candidate.matched}</code>, {say.words(candidate.host_words)} (
        {say.words(candidate.rule_words)})
        {!candidate.host_seen && (
          <>
            {" "}
            <Badge tone="calm">{say(words.hostNotSeen)}</Badge>
          </>
        )}
      </dd>
      <dt>{say(words.purpose)}</dt>
      <dd>{say.words(candidate.purpose)}</dd>
      <dt>{say(words.lifetime)}</dt>
      <dd>{say.words(candidate.lifetime)}</dd>
      <dt>{say(words.serviceAndVendor)}</dt>
      <dd>
        {candidate.service.name}, {candidate.vendor}
      </dd>
      <dt>{say(words.category)}</dt>
      <dd>
        {say.words(candidate.category.title)} ({basisWords(say, candidate.category.basis)})
      </dd>
      <dt>{say(words.transferOutsideTheEu)}</dt>
      <dd>
        {say.words(candidate.transfer_words)}
        {candidate.transfer_text && <>. {say.words(candidate.transfer_text)}</>}
      </dd>
      {candidate.published && (
        <>
          <dt>{say(words.publishedAs)}</dt>
          <dd>
            {candidate.published.cell && (
              <>
                <q>{candidate.published.cell}</q>.{" "}
              </>
            )}
            {say.words(candidate.published.note)}
          </dd>
        </>
      )}
      {candidate.waivers.map((waiver) => (
        <>
          <dt>{say(words.waiver)}</dt>
          <dd>
            {say.words(waiver.reason)} ({say(words.until(say.date(waiver.until)))})
          </dd>
        </>
      ))}
    </dl>
  );
}
