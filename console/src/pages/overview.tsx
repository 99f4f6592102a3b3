// What a compliance officer wants to know first: today, the rates, what ends soon, the log.

import type { Overview, Role, Site } from "../api";
import { url } from "../api";
import { Shares, StackedColumns } from "../charts";
import { useSay } from "../i18n";
import { Await, Badge, Card, Figure, Mono, Page, useLoad } from "../ui";
import { answerSeries } from "./statistics";

export function OverviewPage({ site, role }: { site: Site; role: Role }) {
  const say = useSay();
  const overview = useLoad<Overview>(url("/v1/overview", { site: site.id }));
  return (
    <Page
      title={say("Vue d’ensemble", "Overview")}
      intro={say(
        `Les trente derniers jours sur ${site.name}.`,
        `The last thirty days on ${site.name}.`,
      )}
    >
      <Await of={overview}>
        {(data) => {
          const total = data.month.total;
          const today = data.month.buckets.at(-1);
          return (
            <div class="grid">
              <Card title={say("Aujourd’hui", "Today")}>
                <dl class="figures">
                  <Figure
                    label={say("Réponses", "Answers")}
                    value={say.number(today?.answers ?? 0)}
                  />
                  <Figure
                    label={say("Acceptation totale", "Accepted all")}
                    value={say.percent(today?.acceptance_permille)}
                  />
                  <Figure
                    label={say("Retraits", "Withdrawals")}
                    value={say.number(today?.withdrawn ?? 0)}
                  />
                </dl>
              </Card>
              <Card title={say("Trente jours", "Thirty days")}>
                <Shares
                  title={say(
                    "Réponses des trente derniers jours",
                    "Answers of the last thirty days",
                  )}
                  parts={[
                    {
                      label: say("Tout accepté", "Accepted all"),
                      value: total.given,
                      className: "given",
                    },
                    {
                      label: say("En partie", "In part"),
                      value: total.partial,
                      className: "partial",
                    },
                    { label: say("Refusé", "Refused"), value: total.refused, className: "refused" },
                  ]}
                />
              </Card>
              <Card
                title={say("Réponses par jour", "Answers a day")}
                wide
                extra={<a href="#/statistiques">{say("Statistiques", "Statistics")}</a>}
              >
                <StackedColumns
                  title={say("Réponses par jour", "Answers a day")}
                  description={say(
                    "Le tableau est dans la page Statistiques.",
                    "The table is on the Statistics page.",
                  )}
                  series={answerSeries(say)}
                  points={data.month.buckets.map((b) => ({
                    label: say.short(b.from),
                    title: say.date(b.from),
                    values: [b.given, b.partial, b.refused],
                  }))}
                />
              </Card>
              <Card title={say("À venir", "Ahead")}>
                <dl class="figures">
                  <Figure
                    label={say(
                      "Choix arrivant à leur terme sous 30 jours",
                      "Choices that end within 30 days",
                    )}
                    value={say.number(data.ending_30_days)}
                    note={say(
                      "au plus : certains auront été remplacés",
                      "at most: some were replaced",
                    )}
                  />
                  {role !== "marketing" && (
                    <Figure
                      label={say("Mesures de conservation en cours", "Holds in force")}
                      value={say.number(data.holds.open)}
                      note={
                        data.holds.due > 0 ? (
                          <Badge tone="warn">
                            {say(`${data.holds.due} à réexaminer`, `${data.holds.due} to review`)}
                          </Badge>
                        ) : undefined
                      }
                    />
                  )}
                </dl>
              </Card>
              <Card title={say("Journal de preuve", "Proof log")}>
                <dl class="facts">
                  <dt>{say("Origine", "Origin")}</dt>
                  <dd>{data.log.origin ?? "–"}</dd>
                  <dt>{say("Entrées signées", "Entries signed")}</dt>
                  <dd>
                    {data.log.size === undefined
                      ? say("pas encore de point de contrôle", "no checkpoint yet")
                      : say.number(data.log.size)}
                  </dd>
                  <dt>{say("Ancrage extérieur", "Anchored outside")}</dt>
                  <dd>
                    {data.log.anchored
                      ? say(
                          `${say.number(data.log.anchored.size)} entrées, le ${say.date(data.log.anchored.at)}`,
                          `${say.number(data.log.anchored.size)} entries, on ${say.date(data.log.anchored.at)}`,
                        )
                      : say("aucun", "none")}
                  </dd>
                </dl>
              </Card>
              <Card
                title={say("Révision en vigueur", "Revision in force")}
                extra={<a href="#/revisions">{say("Révisions", "Revisions")}</a>}
              >
                {data.publication ? (
                  <dl class="facts">
                    <dt>{say("Publiée le", "Published")}</dt>
                    <dd>{say.time(data.publication.published_at)}</dd>
                    <dt>{say("Génération", "Generation")}</dt>
                    <dd>{data.publication.generation}</dd>
                    <dt>{say("Empreinte", "Hash")}</dt>
                    <dd>
                      <Mono>{data.publication.hash}</Mono>
                    </dd>
                    <dt>{say("Captures d’écran", "Screenshots")}</dt>
                    <dd>
                      {data.publication.pictures > 0 ? (
                        <Badge tone="good">{say("versées au journal", "filed in the log")}</Badge>
                      ) : (
                        <Badge tone="warn">{say("à prendre", "to be taken")}</Badge>
                      )}{" "}
                      <a href={`#/revisions/${data.publication.hash}`}>{say("Voir", "See")}</a>
                    </dd>
                  </dl>
                ) : (
                  <p>
                    {say("Ce site n’est pas encore publié.", "This site is not published yet.")}
                  </p>
                )}
              </Card>
              <Card
                title={say("État du service", "Service")}
                extra={
                  data.problems.length === 0 ? (
                    <Badge tone="good">{say("En ordre", "In order")}</Badge>
                  ) : (
                    <Badge tone="bad">{say("À traiter", "To be dealt with")}</Badge>
                  )
                }
              >
                {data.problems.length === 0 ? (
                  <p>
                    {say(
                      "Le service enregistre, signe et publie normalement.",
                      "The service records, signs and publishes as it should.",
                    )}
                  </p>
                ) : (
                  <ul>
                    {data.problems.map((p) => (
                      <li key={p} lang="en">
                        {p}
                      </li>
                    ))}
                  </ul>
                )}
              </Card>
              <Card
                title={say("Constats de conformité", "Compliance findings")}
                extra={<a href="#/traceurs">{say("Traceurs", "Trackers")}</a>}
              >
                <dl class="figures">
                  <Figure label={say("Erreurs", "Errors")} value={data.findings.error} />
                  <Figure label={say("Avertissements", "Warnings")} value={data.findings.warning} />
                  <Figure label={say("Remarques", "Notices")} value={data.findings.notice} />
                  <Figure
                    label={say("Acceptés avec motif", "Waived")}
                    value={data.findings.waived}
                  />
                </dl>
              </Card>
            </div>
          );
        }}
      </Await>
    </Page>
  );
}
