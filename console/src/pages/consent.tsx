// One consent: what was chosen, what was shown, the line of choices, and the proof, verified here.

import { useEffect, useState } from "preact/hooks";
import { type Consent, type RevisionDocument, type Site, url } from "../api";
import { basisWords, eventWords, languageWords, type Say, useSay } from "../i18n";
import { sealedRecord, sealedText, type SealedRecord, type Step, verify } from "../verify";
import { Await, Badge, Card, Mono, Page, Table, type Tone, useLoad } from "../ui";
import { AnswerCard } from "./answer";
import { ConsentTable, eventTone, shownOf, shownText } from "./consents";
import { LimitedDocuments, LimitedNotice, LimitForm } from "./limitations";
import { PicturesLine } from "./pictures";
import { Shown } from "./revisions";
import * as words from "../words";

function standingTone(standing: string): Tone {
  return standing === "valid"
    ? "good"
    : standing === "purged" || standing === "lost"
      ? "plain"
      : "calm";
}

export function ConsentPage({ index, sites }: { index: string; sites: Site[] }) {
  const say = useSay();
  const [despite, setDespite] = useState("");
  const known = /^[0-9]{1,16}$/.test(index);
  const consent = useLoad<Consent>(known ? url(`/v1/consents/${index}`, { despite }) : null);
  return (
    <Page
      title={say(words.oneConsent)}
      actions={
        <a class="button quiet" href="#/consentements">
          {say(words.backToTheSearch)}
        </a>
      }
    >
      <Await of={consent}>
        {(data) => (
          <Detail
            consent={data}
            sites={sites}
            despite={despite}
            onLook={setDespite}
            onLimited={consent.reload}
          />
        )}
      </Await>
    </Page>
  );
}

function Detail({
  consent,
  sites,
  despite,
  onLook,
  onLimited,
}: {
  consent: Consent;
  sites: Site[];
  despite: string;
  onLook: (despite: string) => void;
  onLimited: () => void;
}) {
  const say = useSay();
  const { row } = consent;
  const record = sealedRecord(consent);
  const site = sites.find((s) => s.id === record?.site);
  const form = (name: string) => url(`/v1/consents/${row.index}${name}`, { despite });
  return (
    <div class="grid">
      <Card
        title={`${say(words.reference)} ${row.reference}`}
        extra={<Badge tone={standingTone(consent.standing)}>{say.words(consent.situation)}</Badge>}
      >
        {record ? (
          <Facts consent={consent} record={record} />
        ) : row.limited_since ? (
          <LimitedNotice onLook={onLook} />
        ) : (
          <p>
            {row.state === "purged"
              ? say(
                  words.theContentIsErasedOnlyAn(
                    row.purge_reason === "request"
                      ? " à la demande du visiteur"
                      : " au terme de sa conservation",
                    row.purge !== undefined ? ", où l’effacement est lui-même inscrit" : "",
                    row.purge_reason === "request"
                      ? " at the visitor’s request"
                      : " at the end of its retention",
                    row.purge !== undefined ? ", which notes the erasure too" : "",
                  ),
                )
              : say(words.theContentIsLostItsSeal)}
          </p>
        )}
      </Card>
      <ProofCard consent={consent} />
      {record && (
        <Card title={say(words.answerServiceByService)}>
          <Table
            caption={say(words.answerServiceByService)}
            hideCaption
            rows={Object.entries(record.decisions)}
            keyOf={([id]) => id}
            columns={[
              {
                title: "Service",
                cell: ([id]) => site?.services.find((s) => s.id === id)?.name ?? id,
              },
              {
                title: say(words.ground),
                cell: ([id]) => basisWords(say, record.basis[id] ?? "consent"),
              },
              {
                title: say(words.answer),
                cell: ([id, yes]) => (
                  <Badge tone={yes ? "good" : "calm"}>
                    {decisionWords(say, record.basis[id], yes)}
                  </Badge>
                ),
              },
            ]}
          />
        </Card>
      )}
      {record && (
        <Card title={say(words.toTakeAlong)}>
          <LimitedDocuments consent={consent} despite={despite} />
          <ul class="links">
            <li>
              <a href={form("/page")} target="_blank" rel="noopener">
                {say(words.evidencePageToPrint)}
              </a>
            </li>
            <li>
              <a href={form("/dossier")} download>
                {say(words.dossierVerifiableWithoutUsZipThis)}
              </a>
            </li>
            <li>
              <a href={form("")} download={`consentement-${row.reference}.json`}>
                {say(words.recordStandingAndProofJson)}
              </a>
            </li>
            <li>
              <a href={form("/receipt")} download>
                {say(words.verifiableReceiptTlogProof)}
              </a>
            </li>
            <li>
              <a href={form("/linked-data")} download>
                {say(words.isoIecTs27560RecordJson)}
              </a>
            </li>
          </ul>
        </Card>
      )}
      <Card title={say(words.thisVisitorsChoices)} wide>
        <ConsentTable
          rows={consent.line}
          caption={say(words.thisVisitorsChoicesOldestFirst)}
          current={row.index}
        />
      </Card>
      {record && shownOf(row.index) && !row.limited_since && (
        <Card title={say(words.limitations)} wide>
          <LimitForm index={row.index} text={shownText(row.index)} onLimited={onLimited} />
        </Card>
      )}
      {record && site && (
        <AnswerCard
          site={site}
          reference={row.reference}
          index={row.index}
          shown={shownOf(row.index)}
          consent={consent}
          despite={despite}
          limited={row.limited_since !== undefined}
        />
      )}
      {record && <ShownCard record={record} consent={consent} />}
      {record && (
        <Card title={say(words.sealedRecord)} wide>
          <details>
            <summary>{say(words.exactBytesCanonicalJson)}</summary>
            <pre tabIndex={0}>{sealedText(consent)}</pre>
          </details>
        </Card>
      )}
    </div>
  );
}

function decisionWords(say: Say, basis: string | undefined, yes: boolean): string {
  if (basis === "exempt-with-opt-out") return yes ? say(words.notOpposed) : say(words.opposed);
  return yes ? say(words.accepted) : say(words.refused);
}

function actionWords(say: Say, record: SealedRecord): string {
  const action =
    {
      accept_all: say(words.acceptAll),
      refuse_all: say(words.refuseAll),
      save: say(words.chosenInDetail),
      withdraw: say(words.withdrawal),
    }[record.action] ?? record.action;
  const layer =
    {
      banner: say(words.banner),
      preferences: say(words.preferences),
      placeholder: say(words.blockedContent),
      page: say(words.cookieSettingsPage),
    }[record.layer] ?? record.layer;
  return `${action}, ${layer}`;
}

function Facts({ consent, record }: { consent: Consent; record: SealedRecord }) {
  const say = useSay();
  const { row } = consent;
  return (
    <dl class="facts">
      <dt>{say(words.answer)}</dt>
      <dd>
        <Badge tone={eventTone(row)}>{eventWords(say, record.event)}</Badge>
      </dd>
      <dt>{say(words.site)}</dt>
      <dd>{record.site}</dd>
      <dt>{say(words.controller)}</dt>
      <dd>{record.controller}</dd>
      <dt>{say(words.given)}</dt>
      <dd>{say.time(record.given_at)}</dd>
      <dt>{say(words.validUntil)}</dt>
      <dd>{say.time(record.valid_until)}</dd>
      <dt>{say(words.gesture)}</dt>
      <dd>{actionWords(say, record)}</dd>
      <dt>{say(words.language)}</dt>
      <dd>
        {languageWords(say, record.language)}
        {record.gpc ? `, ${say(words.gpcSignalPresent)}` : ""}
      </dd>
      {row.superseded_by !== undefined && (
        <>
          <dt>{say(words.supersededBy)}</dt>
          <dd>
            <a href={`#/consentements/${row.superseded_by}`}>{say(words.aLaterChoice)}</a>,{" "}
            {say.time(row.superseded_at)}
          </dd>
        </>
      )}
      {row.erased_after && (
        <>
          <dt>{say(words.erasure)}</dt>
          <dd>
            {row.held
              ? say(words.suspendedByAHold)
              : row.limited_since
                ? say(words.notWhileLimited)
                : say(words.from(say.date(row.erased_after)))}
          </dd>
        </>
      )}
    </dl>
  );
}

function stepWords(say: Say, step: Step): string {
  const passed = step.verdict === "ok";
  switch (step.id) {
    case "signature":
      if (step.verdict === "unavailable")
        return say(words.thisBrowserCannotVerifyEd25519Signatures);
      return passed
        ? say(words.theCheckpointIsSignedByThe)
        : say(words.theCheckpointsSignatureIsNotValid);
    case "inclusion":
      if (step.verdict === "skipped") return say(words.inclusionCannotBeVerifiedWithoutA);
      return passed ? say(words.theEntryIsInTheSigned) : say(words.theEntryIsNotInThe);
    default:
      return passed ? say(words.theContentShownIsExactlyWhat) : say(words.theContentShownIsNotWhat);
  }
}

function ProofCard({ consent }: { consent: Consent }) {
  const say = useSay();
  const [steps, setSteps] = useState<Step[] | null>(null);
  useEffect(() => {
    let current = true;
    setSteps(null);
    verify(consent).then(
      (done) => current && setSteps(done),
      () => current && setSteps([{ id: "signature", verdict: "failed", detail: "" }]),
    );
    return () => {
      current = false;
    };
  }, [consent]);
  const proof = consent.proof;
  if (!proof) {
    return (
      <Card title={say(words.theProof)}>
        <p>{say(words.thisChoiceIsNotUnderA)}</p>
      </Card>
    );
  }
  const failed = steps?.some((s) => s.verdict === "failed");
  const whole = steps !== null && steps.every((s) => s.verdict === "ok");
  return (
    <Card
      title={say(words.theProof)}
      extra={
        steps && (
          <Badge tone={failed ? "bad" : whole ? "good" : "warn"}>
            {failed
              ? say(words.doesNotVerify)
              : whole
                ? say(words.verified)
                : say(words.verifiedInPart)}
          </Badge>
        )
      }
    >
      <p class="fine">{say(words.verifiedJustNowInYourBrowser)}</p>
      <div role="status" aria-busy={steps === null}>
        <ul class="steps">
          {steps === null ? (
            <li>{say(words.verifying)}</li>
          ) : (
            steps.map((step) => (
              <li key={step.id} class={step.verdict}>
                {stepWords(say, step)}
              </li>
            ))
          )}
        </ul>
      </div>
      <dl class="facts">
        <dt>{say(words.logEntry)}</dt>
        <dd>
          {proof.index} {say(words.of)} {say.number(proof.size)}
        </dd>
        <dt>{say(words.logsKey)}</dt>
        <dd>
          <Mono full>{consent.verifier_key}</Mono>
        </dd>
      </dl>
      <details>
        <summary>{say(words.signedCheckpoint)}</summary>
        <pre tabIndex={0}>{proof.checkpoint}</pre>
      </details>
    </Card>
  );
}

function ShownCard({ record, consent }: { record: SealedRecord; consent: Consent }) {
  const say = useSay();
  const document = useLoad<RevisionDocument>(`/v1/revisions/${record.revision}`);
  return (
    <Card
      title={say(words.whatWasShown)}
      wide
      extra={<a href={`#/revisions/${record.revision}`}>{say(words.thisRevision)}</a>}
    >
      {consent.publication && (
        <p class="fine">
          {say(
            words.revisionPublishedGeneration(
              say.time(consent.publication.published_at),
              consent.publication.generation,
            ),
          )}
        </p>
      )}
      <PicturesLine revision={record.revision} />
      <Await of={document}>
        {(data) => (
          <Shown document={data} language={record.language.startsWith("en") ? "en" : "fr"} />
        )}
      </Await>
    </Card>
  );
}
