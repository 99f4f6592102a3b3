// A visitor's request by what they show: erasing, unless a hold keeps the record, and the letter
// that answers. Nothing of the record is shown here.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Erased, Found, Site } from "../api";
import { call } from "../api";
import { useSay } from "../i18n";
import { Badge, Card, Input, Page, ProblemNotice, useAction } from "../ui";
import { AnswerCard } from "./answer";
import { FindCard, shownOf, shownText } from "./consents";
import { referenceOf } from "../shown";
import { LimitForm } from "./limitations";
import * as words from "../words";

export function RightsPage({ sites, site }: { sites: Site[]; site: Site }) {
  const say = useSay();
  const [found, setFound] = useState<Found | null>(null);
  const [erased, setErased] = useState<Erased | null>(null);
  const [number, setNumber] = useState("");
  const erasing = useAction();
  const show = (next: Found) => {
    setFound(next);
    setErased(null);
    erasing.forget();
  };
  const shown = found && shownOf(found.index);
  const erase = () => {
    if (!found || !confirm(say(words.eraseTheRecordAndThoseIt(found.reference)))) return;
    const path = `/v1/consents/${found.index}/erasure`;
    const body = { text: shownText(found.index), request: number.trim() };
    void erasing.run(() => call<Erased>("POST", path, body), setErased);
  };
  return (
    <Page title={say(words.rights)} intro={say(words.eraseARecordAtAVisitors)}>
      {/* Not while one is being erased: the outcome shown must be that of the record shown. */}
      <FindCard onFound={show} waits={erasing.busy} />
      {erasing.problem && <ProblemNotice problem={erasing.problem} />}
      {found && (
        <Card title={`${say(words.reference)} ${found.reference}`} wide>
          {erased ? (
            <Outcome erased={erased} />
          ) : found.state !== "kept" ? (
            <p>{say(words.theContentOfThisRecordIs)}</p>
          ) : (
            <>
              <p>
                {shown === "token" ? (
                  <Badge tone="good">{say(words.theCookieShownOpensThisRecord)}</Badge>
                ) : shown === "receipt" ? (
                  <Badge tone="good">{say(words.genuineReceipt)}</Badge>
                ) : (
                  say(words.aReferenceFindsARecordIt)
                )}
              </p>
              {found.held && (
                <p>
                  <Badge tone="warn">{say(words.heldErasureWaitsForTheRelease)}</Badge>
                </p>
              )}
              {found.limited && (
                <p>
                  <Badge tone="calm">{say(words.processingLimited)}</Badge>{" "}
                  {say(words.theLimitationStands)}
                </p>
              )}
              {shown && (
                <form
                  class="filters hinted"
                  onSubmit={(e) => {
                    e.preventDefault();
                    erase();
                  }}
                >
                  <Input
                    label={say(words.requestNumber)}
                    hint={say(words.forTheAccessLog)}
                    autocomplete="off"
                    maxLength={32}
                    pattern="[A-Za-z0-9._\/\-]*"
                    value={number}
                    onValue={setNumber}
                  />
                  <button type="submit" class="danger" disabled={erasing.busy}>
                    {say(words.eraseThisRecord)}
                  </button>
                </form>
              )}
              {shown && !found.limited && (
                <LimitForm
                  index={found.index}
                  text={shownText(found.index)}
                  onLimited={() => setFound({ ...found, limited: true })}
                />
              )}
            </>
          )}
        </Card>
      )}
      {found && (erased || found.state === "kept") && (
        <Answer
          key={`${found.index} ${erased ? "erased" : found.limited ? "limited" : ""}`}
          found={found}
          erased={erased}
          site={sites.find((s) => s.id === found.site) ?? site}
        />
      )}
    </Page>
  );
}

function Answer({ found, erased, site }: { found: Found; erased: Erased | null; site: Site }) {
  const done = erased && [...erased.erased, ...erased.scheduled];
  return (
    <AnswerCard
      site={site}
      reference={found.reference}
      index={found.index}
      shown={shownOf(found.index)}
      limited={found.limited && !erased}
      {...(erased && done && done.length > 0
        ? { erased: { count: done.length, at: erased.at, scheduled: erased.scheduled.length > 0 } }
        : {})}
      {...(erased?.held_until ? { held: { review: erased.held_until.slice(0, 10) } } : {})}
    />
  );
}

const referencesOf = (indices: number[]): string => indices.map(referenceOf).join(", ");

function Outcome({ erased }: { erased: Erased }) {
  const say = useSay();
  // The button that was pressed is gone; the outcome takes the focus.
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      {erased.erased.length > 0 && (
        <p>
          <Badge tone="good">{say(words.erased)}</Badge>{" "}
          {say(
            words.theseAreErased(
              erased.erased.length,
              referencesOf(erased.erased),
              say.time(erased.at),
            ),
          )}
        </p>
      )}
      {erased.scheduled.length > 0 && (
        <p>
          <Badge tone="calm">{say(words.scheduled)}</Badge>{" "}
          {say(words.erasedOn(say.time(erased.at), referencesOf(erased.scheduled)))}
        </p>
      )}
      {erased.held.length > 0 && (
        <p>
          <Badge tone="warn">{say(words.heldRetenu)}</Badge>{" "}
          {say(words.aHoldKeepsErasureFollowsIts(referencesOf(erased.held)))}
        </p>
      )}
      {erased.erased.length + erased.scheduled.length + erased.held.length === 0 && (
        <p>{say(words.nothingWasLeftToErase)}</p>
      )}
    </div>
  );
}
