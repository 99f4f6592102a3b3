// Erasure at a visitor's request: find the record by what they give, then erase it, unless it is
// held. Nothing of the record is shown here.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Erased, Found } from "../api";
import { call } from "../api";
import { useSay } from "../i18n";
import { Badge, Card, Page, ProblemNotice, useAction } from "../ui";
import { FindCard } from "./consents";

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
    if (
      !found ||
      !confirm(
        say(
          `Effacer définitivement la preuve ${found.reference} et celles qu’elle remplace ?`,
          `Erase the record ${found.reference} and those it replaced, for good?`,
        ),
      )
    )
      return;
    void erasing.run(() => call<Erased>("DELETE", `/v1/consents/${found.index}`), setErased);
  };
  return (
    <Page
      title={say("Droits des personnes", "Rights")}
      intro={say(
        "Effacer une preuve à la demande d’un visiteur. Le journal garde la trace de l’action, non son contenu.",
        "Erase a record at a visitor’s request. The journal keeps the action, not the content.",
      )}
    >
      {/* Not while one is being erased: the outcome shown must be that of the record shown. */}
      <FindCard onFound={show} waits={erasing.busy} />
      {erasing.problem && <ProblemNotice problem={erasing.problem} />}
      {found && (
        <Card title={`${say("Référence", "Reference")} ${found.reference}`} wide>
          {erased ? (
            <Outcome erased={erased} />
          ) : found.state !== "kept" ? (
            <p>
              {say(
                "Le contenu de cette preuve n’existe déjà plus.",
                "The content of this record is gone already.",
              )}
            </p>
          ) : (
            <>
              <p>
                {found.kind === "token" ? (
                  found.opens ? (
                    <Badge tone="good">
                      {say(
                        "Le cookie présenté ouvre bien cette preuve",
                        "The cookie shown opens this record",
                      )}
                    </Badge>
                  ) : (
                    <Badge tone="bad">
                      {say(
                        "Le cookie présenté n’ouvre pas cette preuve",
                        "The cookie shown does not open this record",
                      )}
                    </Badge>
                  )
                ) : found.kind === "receipt" ? (
                  <Badge tone="good">{say("Reçu authentique", "Genuine receipt")}</Badge>
                ) : (
                  say(
                    "Une référence retrouve une preuve ; elle n’établit pas qui la demande. Assurez-vous de l’identité du demandeur.",
                    "A reference finds a record; it does not prove who asks. Make sure who the request comes from.",
                  )
                )}
              </p>
              {found.held && (
                <p>
                  <Badge tone="warn">
                    {say(
                      "Conservée par une mesure : l’effacement attendra sa levée",
                      "Held: erasure waits for the release",
                    )}
                  </Badge>
                </p>
              )}
              <button type="button" class="danger" disabled={erasing.busy} onClick={erase}>
                {say("Effacer cette preuve", "Erase this record")}
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
          <Badge tone="good">{say("Effacé", "Erased")}</Badge>{" "}
          {say(
            `${erased.erased.length} enregistrement(s), indices ${erased.erased.join(", ")}, le ${say.time(erased.at)}. L’effacement est inscrit au journal de preuve.`,
            `${erased.erased.length} record(s), indices ${erased.erased.join(", ")}, on ${say.time(erased.at)}. The erasure is an entry of the proof log.`,
          )}
        </p>
      )}
      {erased.scheduled.length > 0 && (
        <p>
          <Badge tone="calm">{say("Programmé", "Scheduled")}</Badge>{" "}
          {say(
            `Effacement le ${say.time(erased.at)} : ${erased.scheduled.join(", ")}.`,
            `Erased on ${say.time(erased.at)}: ${erased.scheduled.join(", ")}.`,
          )}
        </p>
      )}
      {erased.held.length > 0 && (
        <p>
          <Badge tone="warn">{say("Retenu", "Held")}</Badge>{" "}
          {say(
            `Une mesure de conservation retient : ${erased.held.join(", ")}. L’effacement suivra sa levée ; indiquez-le au demandeur.`,
            `A hold keeps: ${erased.held.join(", ")}. Erasure follows its release; tell the person who asked.`,
          )}
        </p>
      )}
      {erased.erased.length + erased.scheduled.length + erased.held.length === 0 && (
        <p>{say("Rien ne restait à effacer.", "Nothing was left to erase.")}</p>
      )}
    </div>
  );
}
