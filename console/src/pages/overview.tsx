// What a compliance officer wants to know first: today, the rates, what ends soon, the log.

import { Fragment } from "preact";
import type { Overview, Site } from "../api";
import { url } from "../api";
import { Shares, StackedColumns } from "../charts";
import { useSay } from "../i18n";
import { Await, Badge, Card, Figure, Mono, Page, TechnicalDetail, useLoad } from "../ui";
import { answerSeries } from "./statistics";
import * as words from "../words";

// Whether anybody outside this machine says when the log was what it is.
function AnchorBadge({ log }: { log: Overview["log"] }) {
  const say = useSay();
  if (!log.anchored) return <Badge tone="warn">{say(words.neverAnchored)}</Badge>;
  return log.anchor_late ? <Badge tone="bad">{say(words.anchorLate)}</Badge> : null;
}

export function OverviewPage({ site, checks }: { site: Site; checks: boolean }) {
  const say = useSay();
  const overview = useLoad<Overview>(url("/v1/overview", { site: site.id }));
  return (
    <Page title={say(words.overview)} intro={say(words.theLastThirtyDaysOn(site.name))}>
      <Await of={overview}>
        {(data) => {
          const total = data.month.total;
          const today = data.month.buckets.at(-1);
          return (
            <div class="grid">
              <Card title={say(words.today)}>
                <dl class="figures">
                  <Figure label={say(words.answers)} value={say.number(today?.answers ?? 0)} />
                  <Figure
                    label={say(words.acceptedAll)}
                    value={say.percent(today?.acceptance_permille)}
                  />
                  <Figure
                    label={say(words.withdrawals)}
                    value={say.number(today?.withdrawn ?? 0)}
                  />
                </dl>
              </Card>
              <Card title={say(words.thirtyDays)}>
                <Shares
                  title={say(words.answersOfTheLastThirtyDays)}
                  parts={[
                    {
                      label: say(words.acceptedAllToutAccepte),
                      value: total.given,
                      className: "given",
                    },
                    {
                      label: say(words.inPart),
                      value: total.partial,
                      className: "partial",
                    },
                    { label: say(words.refused), value: total.refused, className: "refused" },
                  ]}
                />
              </Card>
              <Card
                title={say(words.answersADay)}
                wide
                extra={<a href="#/statistiques">{say(words.statistics)}</a>}
              >
                <StackedColumns
                  title={say(words.answersADay)}
                  description={say(words.theTableIsOnTheStatistics)}
                  series={answerSeries(say)}
                  points={data.month.buckets.map((b) => ({
                    label: say.short(b.from),
                    title: say.date(b.from),
                    values: [b.given, b.partial, b.refused],
                  }))}
                />
              </Card>
              <Card title={say(words.ahead)}>
                <dl class="figures">
                  <Figure
                    label={say(words.choicesThatEndWithin30Days)}
                    value={say.number(data.ending_30_days)}
                    note={say(words.atMostSomeWereReplaced)}
                  />
                  {checks && (
                    <Figure
                      label={say(words.holdsInForce)}
                      value={say.number(data.holds.open)}
                      note={
                        data.holds.due > 0 ? (
                          <Badge tone="warn">{say(words.toReview(data.holds.due))}</Badge>
                        ) : undefined
                      }
                    />
                  )}
                  {checks && data.limitations.open > 0 && (
                    <Figure
                      label={say(words.limitationsInForce)}
                      value={say.number(data.limitations.open)}
                      note={
                        data.limitations.due > 0 ? (
                          <Badge tone="warn">{say(words.toReview(data.limitations.due))}</Badge>
                        ) : undefined
                      }
                    />
                  )}
                  {checks && (
                    <Figure
                      label={say(words.requestsThatWait)}
                      value={say.number(data.requests.open)}
                      note={
                        data.requests.late > 0 ? (
                          <a href="#/demandes">
                            <Badge tone="bad">
                              {say(words.requestsOverdue(data.requests.late))}
                            </Badge>
                          </a>
                        ) : undefined
                      }
                    />
                  )}
                </dl>
              </Card>
              <Card title={say(words.proofLog)} extra={<AnchorBadge log={data.log} />}>
                <dl class="facts">
                  <dt>{say(words.origin)}</dt>
                  <dd>{data.log.origin ?? "–"}</dd>
                  <dt>{say(words.entriesSigned)}</dt>
                  <dd>
                    {data.log.size === undefined
                      ? say(words.noCheckpointYet)
                      : say.number(data.log.size)}
                  </dd>
                  <dt>{say(words.anchoredOutside)}</dt>
                  <dd>
                    {data.log.anchored
                      ? say(
                          words.entriesOn(
                            say.number(data.log.anchored.size),
                            say.date(data.log.anchored.at),
                          ),
                        )
                      : say(words.none)}
                  </dd>
                  {data.log.authorities.map((authority) => (
                    <Fragment key={authority.authority}>
                      <dt>
                        <Mono>{authority.authority}</Mono>
                      </dt>
                      <dd>
                        {authority.at ? say.time(authority.at) : say(words.noStampYet)}{" "}
                        {authority.late && <Badge tone="bad">{say(words.late)}</Badge>}
                      </dd>
                    </Fragment>
                  ))}
                </dl>
              </Card>
              <Card
                title={say(words.revisionInForce)}
                extra={<a href="#/revisions">{say(words.revisions)}</a>}
              >
                {data.publication ? (
                  <dl class="facts">
                    <dt>{say(words.published)}</dt>
                    <dd>{say.time(data.publication.published_at)}</dd>
                    <dt>{say(words.generation)}</dt>
                    <dd>{data.publication.generation}</dd>
                    <dt>{say(words.scriptSeen)}</dt>
                    <dd>
                      {data.script_seen ? (
                        say.time(data.script_seen)
                      ) : (
                        <Badge tone="warn">{say(words.notSinceTheServiceStarted)}</Badge>
                      )}
                    </dd>
                    <dt>{say(words.screenshots)}</dt>
                    <dd>
                      {data.publication.pictures > 0 ? (
                        <Badge tone="good">{say(words.filedInTheLog)}</Badge>
                      ) : (
                        <Badge tone="warn">{say(words.toBeTaken)}</Badge>
                      )}{" "}
                      <a href={`#/revisions/${data.publication.hash}`}>{say(words.see)}</a>
                    </dd>
                  </dl>
                ) : (
                  <p>{say(words.thisSiteIsNotPublishedYet)}</p>
                )}
              </Card>
              <Card
                title={say(words.service)}
                extra={
                  data.problems.length > 0 ? (
                    <Badge tone="bad">{say(words.toBeDealtWith)}</Badge>
                  ) : !data.log.anchored || data.log.anchor_late ? (
                    <Badge tone="warn">{say(words.inOrderButForTheAnchor)}</Badge>
                  ) : (
                    <Badge tone="good">{say(words.inOrder)}</Badge>
                  )
                }
              >
                {data.problems.length === 0 ? (
                  <p>{say(words.theServiceRecordsSignsAndPublishes)}</p>
                ) : (
                  <>
                    <p>{say(words.theOperatorMustAct(data.problems.length))}</p>
                    <TechnicalDetail sentences={data.problems} />
                  </>
                )}
              </Card>
              <Card
                title={say(words.complianceFindings)}
                extra={<a href="#/traceurs">{say(words.trackers)}</a>}
              >
                <dl class="figures">
                  <Figure label={say(words.errors)} value={data.findings.error} />
                  <Figure label={say(words.warnings)} value={data.findings.warning} />
                  <Figure label={say(words.notices)} value={data.findings.notice} />
                  <Figure label={say(words.waived)} value={data.findings.waived} />
                </dl>
              </Card>
            </div>
          );
        }}
      </Await>
    </Page>
  );
}
