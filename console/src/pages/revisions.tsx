// The history of what visitors were shown: publications, differences, what was in force on a day.

import { useState } from "preact/hooks";
import type { Comparison, Publication, RevisionDocument, Revisions, Site, Words } from "../api";
import { url } from "../api";
import { basisWords, inLanguage, type Language, useSay } from "../i18n";
import { Await, Badge, Card, Input, isDay, Mono, Page, Select, Table, useLoad } from "../ui";
import { ChangedTexts, Changes } from "./changes";
import { PicturesCard } from "./pictures";
import { RepublishCard } from "./republish";
import type { Text } from "../words";
import { publicationWords, versionWords } from "../versions";
import * as words from "../words";

export function RevisionsPage({ site }: { site: Site }) {
  const say = useSay();
  const [day, setDay] = useState("");
  // A year that is being typed ("0020") is no question yet; its answer would replace the field.
  const revisions = useLoad<Revisions>(
    url("/v1/revisions", { site: site.id, at: isDay(day) ? day : "" }),
  );
  return (
    <Page title={say(words.revisions)} intro={say(words.eachPublishedVersionOfWhatA)}>
      <Await of={revisions}>
        {(data) => (
          <div class="grid">
            <Card title={say(words.whatWasInForce)}>
              <form class="filters" onSubmit={(e) => e.preventDefault()}>
                <Input label={say(words.on)} type="date" value={day} onValue={setDay} />
              </form>
              {data.in_force ? (
                <p>
                  <a href={`#/revisions/${data.in_force.hash}`}>
                    {say(words.revision)} {data.in_force.generation}
                  </a>
                  , {say(words.publishedWithPublishedAt(say.time(data.in_force.published_at)))}.
                </p>
              ) : (
                <p>{say(words.nothingWasPublishedYetOnThat)}</p>
              )}
            </Card>
            <Card title={say(words.history)} wide>
              <Table
                caption={say(words.publicationsNewestFirst)}
                hideCaption
                rows={data.revisions}
                keyOf={(r) => r.index}
                empty={say(words.thisSiteWasNotPublishedYet)}
                columns={[
                  {
                    title: say(words.revision),
                    cell: (r) => (
                      <a href={`#/revisions/${r.hash}`}>
                        {publicationWords(say, data.revisions, data.revisions.indexOf(r))}
                      </a>
                    ),
                  },
                  { title: say(words.published), cell: (r) => say.time(r.published_at) },
                  {
                    title: say(words.screenshotsCaptures),
                    cell: (r) =>
                      r.pictures ? (
                        <a href={`#/revisions/${r.hash}`}>{say.date(r.pictures.taken_at)}</a>
                      ) : (
                        <Badge tone={r.index === data.in_force?.index ? "warn" : "plain"}>
                          {say(words.noneLower)}
                        </Badge>
                      ),
                  },
                  {
                    title: say(words.by),
                    cell: (r) =>
                      r.author === "start" ? say(words.startOfTheService) : r.author || "–",
                  },
                ]}
              />
            </Card>
            {data.revisions.length > 1 && <Differences revisions={data.revisions} site={site} />}
          </div>
        )}
      </Await>
    </Page>
  );
}

function Differences({ revisions, site }: { revisions: Publication[]; site: Site }) {
  const say = useSay();
  const [from, setFrom] = useState(revisions[1]?.hash ?? "");
  const [to, setTo] = useState(revisions[0]?.hash ?? "");
  const options = revisions.map((r, at): [string, string] => [
    r.hash,
    publicationWords(say, revisions, at),
  ]);
  const comparison = useLoad<Comparison>(url("/v1/revisions/compare", { from, to }));
  return (
    <Card title={say(words.differences)} wide>
      <form class="filters roomy" onSubmit={(e) => e.preventDefault()}>
        <Select label={say(words.fromDe)} value={from} options={options} onValue={setFrom} />
        <Select label={say(words.toA)} value={to} options={options} onValue={setTo} />
      </form>
      <Await of={comparison}>{(data) => <Changes data={data} site={site} />}</Await>
      <ChangedTexts from={from} to={to} />
    </Card>
  );
}

export function RevisionPage({
  hash,
  site,
  publishes,
}: {
  hash: string;
  site: Site;
  publishes: boolean;
}) {
  const say = useSay();
  const [language, setLanguage] = useState<Language>(say.language);
  const valid = /^[0-9a-f]{64}$/.test(hash);
  const document = useLoad<RevisionDocument>(valid ? `/v1/revisions/${hash}` : null);
  const published = useLoad<Revisions>(url("/v1/revisions", { site: site.id })).data?.revisions;
  const known = published?.some((publication) => publication.hash === hash);
  return (
    <Page
      title={say(words.oneRevision)}
      {...(known ? { intro: versionWords(say, published ?? [], hash) } : {})}
      actions={
        <a class="button quiet" href="#/revisions">
          {say(words.allRevisions)}
        </a>
      }
    >
      {valid && <PicturesCard revision={hash} />}
      <Card title={say(words.whatIsShown)} wide>
        <form class="filters" onSubmit={(e) => e.preventDefault()}>
          <Select
            label={say(words.languageShown)}
            value={language}
            onValue={(v) => setLanguage(v as Language)}
            options={[
              ["fr", "Français"],
              ["en", "English"],
            ]}
          />
        </form>
        <Await of={document}>{(data) => <Shown document={data} language={language} />}</Await>
        <details>
          <summary>{say(words.sha256OfTheDocument)}</summary>
          <p>
            <Mono full>{hash}</Mono>
          </p>
        </details>
      </Card>
      {publishes && document.data && (
        <RepublishCard current={site.publication?.hash} site={site} hash={hash} />
      )}
    </Page>
  );
}

// A document's texts are in its site's languages, which may be neither French nor English.
const textIn = (text: Words, language: Language): string =>
  text[language] || text.fr || text.en || Object.values(text)[0] || "";

function lifetimeWords(lifetime: unknown, language: Language): string {
  const say = (text: Text) => inLanguage(text, language);
  if (lifetime === null || lifetime === undefined) return say(words.lifetimeNotPublished);
  if (lifetime === "session") return "session";
  if (lifetime === "until-deleted") return say(words.untilDeleted);
  if (typeof lifetime === "string") {
    const match =
      /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
        lifetime,
      );
    if (!match) return lifetime;
    return words.units
      .flatMap(({ one, many }, i) => {
        const n = match[i + 1];
        return n ? [`${n} ${say(n === "1" ? one : many)}`] : [];
      })
      .join(" ");
  }
  if (typeof lifetime === "object") {
    const {
      accepted,
      refused,
      duration,
      words: published,
      conditions,
    } = lifetime as {
      accepted?: string;
      refused?: string;
      duration?: string;
      words?: Words;
      conditions?: { when: Words; lifetime: unknown }[];
    };
    if (published) return textIn(published, language);
    if (conditions)
      return conditions
        .map((each) => `${lifetimeWords(each.lifetime, language)} (${textIn(each.when, language)})`)
        .join(language === "fr" ? " ; " : "; ");
    if (duration) return say(words.countedAnew(lifetimeWords(duration, language)));
    return say(
      words.byAnswerLifetime(lifetimeWords(accepted, language), lifetimeWords(refused, language)),
    );
  }
  return "";
}

// The words of both layers as they were published, in one language.
export function Shown({ document, language }: { document: RevisionDocument; language: Language }) {
  const say = useSay();
  const written = (text: Words | undefined) => (text ? textIn(text, language) : "");
  const host = (of: string | null) => {
    if (of === null) return say(words.hostNotPublished);
    return of === "<site>" ? say(words.theSiteItself) : of;
  };
  const texts = document.texts;
  return (
    <div class="shown" lang={language}>
      <section class="layer">
        <p class="layer-name" lang={say.language}>
          {say(words.firstLayer)}
        </p>
        <h3>{written(texts.title)}</h3>
        <p>{written(texts.text)}</p>
        <p class="fine" lang={say.language}>
          {say(words.threeButtonsOfOneSizeAccept)}
        </p>
      </section>
      <section class="layer">
        <p class="layer-name" lang={say.language}>
          {say(words.secondLayer)}
        </p>
        <h3>{written(texts.preferences_title)}</h3>
        <p>{written(texts.preferences_text)}</p>
        {document.purposes.map((purpose) => (
          <details key={purpose.id}>
            <summary>
              {written(purpose.title)} <Badge tone="plain">{basisWords(say, purpose.basis)}</Badge>
            </summary>
            <p>{written(purpose.description)}</p>
            {purpose.services.map((service) => (
              <div class="shown-service" key={service.id}>
                <h4>{service.name}</h4>
                {service.trackers.length === 0 ? (
                  <p class="fine">{inLanguage(words.trackersNotEnumerated, language)}</p>
                ) : (
                  <ul>
                    {service.trackers.map((tracker, i) => (
                      <li key={`${tracker.name}-${i}`}>
                        <code>{tracker.name}</code> ({host(tracker.host)}) –{" "}
                        {written(tracker.purpose)}{" "}
                        <span class="dim">{lifetimeWords(tracker.lifetime, language)}</span>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            ))}
          </details>
        ))}
      </section>
    </div>
  );
}
