// One consent: what was chosen, what was shown, the line of choices, and the proof, verified here.

import { useEffect, useState } from "preact/hooks";
import type { Consent, RevisionDocument, Site } from "../api";
import { basisWords, eventWords, type Say, standingWords, useSay } from "../i18n";
import { sealedRecord, sealedText, type SealedRecord, type Step, verify } from "../verify";
import { Await, Badge, Card, Mono, Page, Table, type Tone, useLoad } from "../ui";
import { ConsentTable, eventTone } from "./consents";
import { PicturesLine } from "./pictures";
import { Shown } from "./revisions";

function standingTone(standing: string): Tone {
  return standing === "valid"
    ? "good"
    : standing === "purged" || standing === "lost"
      ? "plain"
      : "calm";
}

export function ConsentPage({ index, sites }: { index: string; sites: Site[] }) {
  const say = useSay();
  const consent = useLoad<Consent>(/^[0-9]{1,16}$/.test(index) ? `/v1/consents/${index}` : null);
  return (
    <Page
      title={say("Un consentement", "One consent")}
      actions={
        <a class="button quiet" href="#/consentements">
          {say("Retour à la recherche", "Back to the search")}
        </a>
      }
    >
      <Await of={consent}>{(data) => <Detail consent={data} sites={sites} />}</Await>
    </Page>
  );
}

function Detail({ consent, sites }: { consent: Consent; sites: Site[] }) {
  const say = useSay();
  const { row } = consent;
  const record = sealedRecord(consent);
  const site = sites.find((s) => s.id === record?.site);
  return (
    <div class="grid">
      <Card
        title={`${say("Référence", "Reference")} ${row.reference}`}
        extra={
          <Badge tone={standingTone(consent.standing)}>
            {standingWords(say, consent.standing)}
          </Badge>
        }
      >
        {record ? (
          <Facts consent={consent} record={record} />
        ) : (
          <p>
            {row.state === "purged"
              ? say(
                  `Le contenu est effacé${row.purge_reason === "request" ? " à la demande du visiteur" : " au terme de sa conservation"}. Il ne reste qu’un scellé anonyme dans le journal${row.purge !== undefined ? ` ; l’effacement y est inscrit à l’indice ${row.purge}` : ""}.`,
                  `The content is erased${row.purge_reason === "request" ? " at the visitor’s request" : " at the end of its retention"}. Only an anonymous seal is left in the log${row.purge !== undefined ? `; the erasure stands there at index ${row.purge}` : ""}.`,
                )
              : say(
                  "Le contenu est perdu ; le scellé demeure dans le journal.",
                  "The content is lost; its seal is still in the log.",
                )}
          </p>
        )}
      </Card>
      <ProofCard consent={consent} />
      {record && (
        <Card title={say("Réponse service par service", "Answer service by service")}>
          <Table
            caption={say("Réponse service par service", "Answer service by service")}
            hideCaption
            rows={Object.entries(record.decisions)}
            keyOf={([id]) => id}
            columns={[
              {
                title: "Service",
                cell: ([id]) => site?.services.find((s) => s.id === id)?.name ?? id,
              },
              {
                title: say("Fondement", "Ground"),
                cell: ([id]) => basisWords(say, record.basis[id] ?? "consent"),
              },
              {
                title: say("Réponse", "Answer"),
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
        <Card title={say("À emporter", "To take along")}>
          <ul class="links">
            <li>
              <a href={`/v1/consents/${row.index}/page`} target="_blank" rel="noopener">
                {say("Page de preuve à imprimer", "Evidence page to print")}
              </a>
            </li>
            <li>
              <a href={`/v1/consents/${row.index}/dossier`} download>
                {say(
                  "Dossier vérifiable sans nous (ZIP) : ce choix, ceux qu’il remplace, leurs preuves",
                  "Dossier, verifiable without us (ZIP): this choice, those it replaces, their proofs",
                )}
              </a>
            </li>
            <li>
              <a href={`/v1/consents/${row.index}/letter`} target="_blank" rel="noopener">
                {say("Éléments de réponse au visiteur", "Facts for the answer to the visitor")}
              </a>
            </li>
            <li>
              <a href={`/v1/consents/${row.index}`} download={`consentement-${row.reference}.json`}>
                {say("Enregistrement, état et preuve (JSON)", "Record, standing and proof (JSON)")}
              </a>
            </li>
            <li>
              <a href={`/v1/consents/${row.index}/receipt`} download>
                {say("Reçu vérifiable (tlog-proof)", "Verifiable receipt (tlog-proof)")}
              </a>
            </li>
            <li>
              <a href={`/v1/consents/${row.index}/linked-data`} download>
                {say(
                  "Enregistrement ISO/IEC TS 27560 (JSON-LD)",
                  "ISO/IEC TS 27560 record (JSON-LD)",
                )}
              </a>
            </li>
          </ul>
        </Card>
      )}
      {!record && row.state === "purged" && (
        <Card title={say("À emporter", "To take along")}>
          <p>
            <a href={`/v1/consents/${row.index}/letter`} target="_blank" rel="noopener">
              {say("Éléments de réponse au visiteur", "Facts for the answer to the visitor")}
            </a>
          </p>
        </Card>
      )}
      <Card title={say("Les choix de ce visiteur", "This visitor’s choices")} wide>
        <ConsentTable
          rows={consent.line}
          caption={say(
            "Les choix de ce visiteur, du plus ancien au plus récent",
            "This visitor’s choices, oldest first",
          )}
          current={row.index}
        />
      </Card>
      {record && <ShownCard record={record} consent={consent} />}
      {record && (
        <Card title={say("Enregistrement scellé", "Sealed record")} wide>
          <details>
            <summary>
              {say("Octets exacts, en JSON canonique", "Exact bytes, canonical JSON")}
            </summary>
            <pre tabIndex={0}>{sealedText(consent)}</pre>
          </details>
        </Card>
      )}
    </div>
  );
}

function decisionWords(say: Say, basis: string | undefined, yes: boolean): string {
  if (basis === "exempt-with-opt-out")
    return yes ? say("Pas d’opposition", "Not opposed") : say("Opposition", "Opposed");
  return yes ? say("Accepté", "Accepted") : say("Refusé", "Refused");
}

function actionWords(say: Say, record: SealedRecord): string {
  const action =
    {
      accept_all: say("« Tout accepter »", "“Accept all”"),
      refuse_all: say("« Tout refuser »", "“Refuse all”"),
      save: say("choix détaillé", "chosen in detail"),
      withdraw: say("retrait", "withdrawal"),
    }[record.action] ?? record.action;
  const layer =
    {
      banner: say("bandeau", "banner"),
      preferences: say("préférences", "preferences"),
      placeholder: say("contenu bloqué", "blocked content"),
      page: say("page « Gestion des cookies »", "cookie settings page"),
    }[record.layer] ?? record.layer;
  return `${action}, ${layer}`;
}

function Facts({ consent, record }: { consent: Consent; record: SealedRecord }) {
  const say = useSay();
  const { row } = consent;
  return (
    <dl class="facts">
      <dt>{say("Réponse", "Answer")}</dt>
      <dd>
        <Badge tone={eventTone(row)}>{eventWords(say, record.event)}</Badge>
      </dd>
      <dt>{say("Site", "Site")}</dt>
      <dd>{record.site}</dd>
      <dt>{say("Responsable du traitement", "Controller")}</dt>
      <dd>{record.controller}</dd>
      <dt>{say("Donné le", "Given")}</dt>
      <dd>{say.time(record.given_at)}</dd>
      <dt>{say("Valable jusqu’au", "Valid until")}</dt>
      <dd>{say.time(record.valid_until)}</dd>
      <dt>{say("Geste", "Gesture")}</dt>
      <dd>{actionWords(say, record)}</dd>
      <dt>{say("Langue", "Language")}</dt>
      <dd>
        {record.language}
        {record.gpc ? `, ${say("signal GPC présent", "GPC signal present")}` : ""}
      </dd>
      {row.superseded_by !== undefined && (
        <>
          <dt>{say("Remplacé par", "Superseded by")}</dt>
          <dd>
            <a href={`#/consentements/${row.superseded_by}`}>
              {say("un choix plus récent", "a later choice")}
            </a>
            , {say.time(row.superseded_at)}
          </dd>
        </>
      )}
      {row.erased_after && (
        <>
          <dt>{say("Effacement", "Erasure")}</dt>
          <dd>
            {row.held
              ? say("suspendu par une mesure de conservation", "suspended by a hold")
              : say(
                  `à partir du ${say.date(row.erased_after)}`,
                  `from ${say.date(row.erased_after)}`,
                )}
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
        return say(
          "Ce navigateur ne sait pas vérifier les signatures Ed25519.",
          "This browser cannot verify Ed25519 signatures.",
        );
      return passed
        ? say(
            "Le point de contrôle est signé par la clé du journal.",
            "The checkpoint is signed by the log’s key.",
          )
        : say(
            "La signature du point de contrôle n’est pas valable.",
            "The checkpoint’s signature is not valid.",
          );
    case "inclusion":
      if (step.verdict === "skipped")
        return say(
          "L’inclusion n’a pas pu être vérifiée sans point de contrôle.",
          "Inclusion cannot be verified without a checkpoint.",
        );
      return passed
        ? say("L’entrée figure bien dans le journal signé.", "The entry is in the signed log.")
        : say(
            "L’entrée ne figure pas dans le journal signé.",
            "The entry is not in the signed log.",
          );
    default:
      return passed
        ? say(
            "Le contenu affiché est exactement celui qui a été scellé.",
            "The content shown is exactly what was sealed.",
          )
        : say(
            "Le contenu affiché n’est pas celui qui a été scellé.",
            "The content shown is not what was sealed.",
          );
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
      <Card title={say("La preuve", "The proof")}>
        <p>
          {say(
            "Ce choix n’est pas encore couvert par un point de contrôle signé. Rechargez la page dans quelques secondes.",
            "This choice is not under a signed checkpoint yet. Reload the page in a few seconds.",
          )}
        </p>
      </Card>
    );
  }
  const failed = steps?.some((s) => s.verdict === "failed");
  const whole = steps !== null && steps.every((s) => s.verdict === "ok");
  return (
    <Card
      title={say("La preuve", "The proof")}
      extra={
        steps && (
          <Badge tone={failed ? "bad" : whole ? "good" : "warn"}>
            {failed
              ? say("Non conforme", "Does not verify")
              : whole
                ? say("Vérifiée", "Verified")
                : say("Vérifiée en partie", "Verified in part")}
          </Badge>
        )
      }
    >
      <p class="fine">
        {say(
          "Vérification faite à l’instant dans votre navigateur, à partir des octets.",
          "Verified just now in your browser, from the bytes.",
        )}
      </p>
      <div role="status" aria-busy={steps === null}>
        <ul class="steps">
          {steps === null ? (
            <li>{say("Vérification…", "Verifying…")}</li>
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
        <dt>{say("Indice", "Index")}</dt>
        <dd>
          {proof.index} {say("sur", "of")} {say.number(proof.size)}
        </dd>
        <dt>{say("Clé du journal", "Log’s key")}</dt>
        <dd>
          <Mono full>{consent.verifier_key}</Mono>
        </dd>
      </dl>
      <details>
        <summary>{say("Point de contrôle signé", "Signed checkpoint")}</summary>
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
      title={say("Ce qui était montré", "What was shown")}
      wide
      extra={
        <a href={`#/revisions/${record.revision}`}>{say("Cette révision", "This revision")}</a>
      }
    >
      {consent.publication && (
        <p class="fine">
          {say(
            `Révision publiée le ${say.time(consent.publication.published_at)}, génération ${consent.publication.generation}.`,
            `Revision published ${say.time(consent.publication.published_at)}, generation ${consent.publication.generation}.`,
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
