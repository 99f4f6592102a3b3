// Erasure at a visitor's request: find the record by what they give, then erase it, unless it is
// held. Nothing of the record is shown here.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Erased, Found } from "../api";
import { call } from "../api";
import { useSay } from "../i18n";
import { Badge, Card, Page, ProblemNotice, useAction } from "../ui";
import { FindCard } from "./consents";
import * as words from "../words";

export function RightsPage() {
  const say = useSay();
  const [found, setFound] = useState<Found | null>(null);
  const [erased, setErased] = useState<Erased | null>(null);
  const erasing = useAction();
  const show = (next: Found) => {
    setFound(next);
    setErased(null);
    erasing.forget();
  };
  const erase = () => {
    if (!found || !confirm(say(words.eraseTheRecordAndThoseIt(found.reference)))) return;
    void erasing.run(() => call<Erased>("DELETE", `/v1/consents/${found.index}`), setErased);
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
                {found.kind === "token" ? (
                  found.opens ? (
                    <Badge tone="good">{say(words.theCookieShownOpensThisRecord)}</Badge>
                  ) : (
                    <Badge tone="bad">{say(words.theCookieShownDoesNotOpen)}</Badge>
                  )
                ) : found.kind === "receipt" ? (
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
              <button type="button" class="danger" disabled={erasing.busy} onClick={erase}>
                {say(words.eraseThisRecord)}
              </button>
            </>
          )}
        </Card>
      )}
    </Page>
  );
}

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
            words.recordSIndicesOnTheErasure(
              erased.erased.length,
              erased.erased.join(", "),
              say.time(erased.at),
            ),
          )}
        </p>
      )}
      {erased.scheduled.length > 0 && (
        <p>
          <Badge tone="calm">{say(words.scheduled)}</Badge>{" "}
          {say(words.erasedOn(say.time(erased.at), erased.scheduled.join(", ")))}
        </p>
      )}
      {erased.held.length > 0 && (
        <p>
          <Badge tone="warn">{say(words.heldRetenu)}</Badge>{" "}
          {say(words.aHoldKeepsErasureFollowsIts(erased.held.join(", ")))}
        </p>
      )}
      {erased.erased.length + erased.scheduled.length + erased.held.length === 0 && (
        <p>{say(words.nothingWasLeftToErase)}</p>
      )}
    </div>
  );
}
