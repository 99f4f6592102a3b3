// The history of what visitors were shown: publications, differences, what was in force on a day.

import { useState } from "preact/hooks";
import type {
  Comparison,
  Publication,
  RevisionDocument,
  Revisions,
  Role,
  Site,
  Words,
} from "../api";
import { url } from "../api";
import { basisWords, type Language, useSay } from "../i18n";
import { Await, Badge, Card, Input, isDay, Mono, Page, Select, Table, useLoad } from "../ui";
import { Changes } from "./changes";
import { PicturesCard } from "./pictures";
import { RepublishCard } from "./republish";

export function RevisionsPage({ site }: { site: Site }) {
  const say = useSay();
  const [day, setDay] = useState("");
  // A year that is being typed ("0020") is no question yet; its answer would replace the field.
  const revisions = useLoad<Revisions>(
    url("/v1/revisions", { site: site.id, at: isDay(day) ? day : "" }),
  );
  return (
    <Page
      title={say("Révisions", "Revisions")}
      intro={say(
        "Chaque version publiée de ce qui est montré au visiteur est une entrée publique du journal de preuve.",
        "Each published version of what a visitor is shown is a public entry of the proof log.",
      )}
    >
      <Await of={revisions}>
        {(data) => (
          <div class="grid">
            <Card title={say("Ce qui était en vigueur", "What was in force")}>
              <form class="filters" onSubmit={(e) => e.preventDefault()}>
                <Input label={say("Le", "On")} type="date" value={day} onValue={setDay} />
              </form>
              {data.in_force ? (
                <p>
                  {say("Révision", "Revision")}{" "}
                  <a href={`#/revisions/${data.in_force.hash}`}>
                    <Mono>{data.in_force.hash}</Mono>
                  </a>
                  ,{" "}
                  {say(
                    `publiée le ${say.time(data.in_force.published_at)}`,
                    `published ${say.time(data.in_force.published_at)}`,
                  )}
                  .
                </p>
              ) : (
                <p>
                  {say(
                    "Rien n’était encore publié ce jour-là.",
                    "Nothing was published yet on that day.",
                  )}
                </p>
              )}
            </Card>
            <Card title={say("Historique", "History")} wide>
              <Table
                caption={say("Publications, la plus récente d’abord", "Publications, newest first")}
                hideCaption
                rows={data.revisions}
                keyOf={(r) => r.index}
                empty={say(
                  "Ce site n’a pas encore été publié.",
                  "This site was not published yet.",
                )}
                columns={[
                  { title: say("Publiée le", "Published"), cell: (r) => say.time(r.published_at) },
                  {
                    title: say("Révision", "Revision"),
                    cell: (r) => (
                      <a href={`#/revisions/${r.hash}`}>
                        <Mono>{r.hash}</Mono>
                      </a>
                    ),
                  },
                  {
                    title: say("Génération", "Generation"),
                    cell: (r) => r.generation,
                    number: true,
                  },
                  {
                    title: say("Captures", "Screenshots"),
                    cell: (r) =>
                      r.pictures ? (
                        <a href={`#/revisions/${r.hash}`}>{say.date(r.pictures.taken_at)}</a>
                      ) : (
                        <Badge tone={r.index === data.in_force?.index ? "warn" : "plain"}>
                          {say("aucune", "none")}
                        </Badge>
                      ),
                  },
                  {
                    title: say("Par", "By"),
                    cell: (r) =>
                      r.author === "start"
                        ? say("démarrage du service", "start of the service")
                        : r.author || "–",
                  },
                  {
                    title: say("Entrée du journal", "Log entry"),
                    cell: (r) => r.index,
                    number: true,
                  },
                ]}
              />
            </Card>
            {data.revisions.length > 1 && <Differences revisions={data.revisions} />}
          </div>
        )}
      </Await>
    </Page>
  );
}

function Differences({ revisions }: { revisions: Publication[] }) {
  const say = useSay();
  const [from, setFrom] = useState(revisions[1]?.hash ?? "");
  const [to, setTo] = useState(revisions[0]?.hash ?? "");
  const options = revisions.map((r): [string, string] => [
    r.hash,
    `${say.time(r.published_at)} · ${r.hash.slice(0, 8)}`,
  ]);
  const comparison = useLoad<Comparison>(url("/v1/revisions/compare", { from, to }));
  return (
    <Card title={say("Différences", "Differences")} wide>
      <form class="filters roomy" onSubmit={(e) => e.preventDefault()}>
        <Select label={say("De", "From")} value={from} options={options} onValue={setFrom} />
        <Select label={say("À", "To")} value={to} options={options} onValue={setTo} />
      </form>
      <Await of={comparison}>{(data) => <Changes data={data} />}</Await>
    </Card>
  );
}

export function RevisionPage({ hash, site, role }: { hash: string; site: Site; role: Role }) {
  const say = useSay();
  const [language, setLanguage] = useState<Language>(say.language);
  const valid = /^[0-9a-f]{64}$/.test(hash);
  const document = useLoad<RevisionDocument>(valid ? `/v1/revisions/${hash}` : null);
  return (
    <Page
      title={say("Une révision", "One revision")}
      actions={
        <a class="button quiet" href="#/revisions">
          {say("Toutes les révisions", "All revisions")}
        </a>
      }
    >
      {valid && <PicturesCard revision={hash} />}
      <Card title={say("Empreinte SHA-256 du document", "SHA-256 of the document")} wide>
        <p>
          <Mono full>{hash}</Mono>
        </p>
        <form class="filters" onSubmit={(e) => e.preventDefault()}>
          <Select
            label={say("Langue montrée", "Language shown")}
            value={language}
            onValue={(v) => setLanguage(v as Language)}
            options={[
              ["fr", "Français"],
              ["en", "English"],
            ]}
          />
        </form>
        <Await of={document}>{(data) => <Shown document={data} language={language} />}</Await>
      </Card>
      {role === "operator" && document.data && <RepublishCard site={site.id} hash={hash} />}
    </Page>
  );
}

function lifetimeWords(lifetime: unknown, language: Language): string {
  const fr = language === "fr";
  if (lifetime === null || lifetime === undefined)
    return fr ? "durée non publiée" : "lifetime not published";
  if (lifetime === "session") return "session";
  if (typeof lifetime === "string") {
    const match =
      /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
        lifetime,
      );
    if (!match) return lifetime;
    const units = fr
      ? [
          ["an", "ans"],
          ["mois", "mois"],
          ["semaine", "semaines"],
          ["jour", "jours"],
          ["heure", "heures"],
          ["minute", "minutes"],
          ["seconde", "secondes"],
        ]
      : [
          ["year", "years"],
          ["month", "months"],
          ["week", "weeks"],
          ["day", "days"],
          ["hour", "hours"],
          ["minute", "minutes"],
          ["second", "seconds"],
        ];
    return units
      .flatMap(([one, many], i) => {
        const n = match[i + 1];
        return n ? [`${n} ${n === "1" ? one : many}`] : [];
      })
      .join(" ");
  }
  if (typeof lifetime === "object") {
    const { accepted, refused } = lifetime as { accepted?: string; refused?: string };
    return fr
      ? `${lifetimeWords(accepted, language)} si accepté, ${lifetimeWords(refused, language)} si refusé (condition publiée par l’éditeur du traceur)`
      : `${lifetimeWords(accepted, language)} if accepted, ${lifetimeWords(refused, language)} if refused (the vendor’s published condition)`;
  }
  return "";
}

// The words of both layers as they were published, in one language.
export function Shown({ document, language }: { document: RevisionDocument; language: Language }) {
  const say = useSay();
  const words = (text: Words | undefined) =>
    text ? (language === "en" && text.en ? text.en : text.fr) : "";
  const texts = document.texts;
  return (
    <div class="shown" lang={language}>
      <section class="layer">
        <p class="layer-name" lang={say.language}>
          {say("Premier niveau", "First layer")}
        </p>
        <h3>{words(texts.title)}</h3>
        <p>{words(texts.text)}</p>
        <p class="fine" lang={say.language}>
          {say(
            "Trois boutons de même taille : tout accepter, tout refuser, choisir. Leurs libellés sont dans le code du bandeau, publié sous sa propre empreinte.",
            "Three buttons of one size: accept all, refuse all, choose. Their labels are in the banner’s code, published under its own hash.",
          )}
        </p>
      </section>
      <section class="layer">
        <p class="layer-name" lang={say.language}>
          {say("Second niveau", "Second layer")}
        </p>
        <h3>{words(texts.preferences_title)}</h3>
        <p>{words(texts.preferences_text)}</p>
        {document.purposes.map((purpose) => (
          <details key={purpose.id}>
            <summary>
              {words(purpose.title)} <Badge tone="plain">{basisWords(say, purpose.basis)}</Badge>
            </summary>
            <p>{words(purpose.description)}</p>
            {purpose.services.map((service) => (
              <div class="shown-service" key={service.id}>
                <h4>{service.name}</h4>
                {service.trackers.length === 0 ? (
                  <p class="fine">
                    {language === "fr" ? "Traceurs non énumérés." : "Trackers not enumerated."}
                  </p>
                ) : (
                  <ul>
                    {service.trackers.map((tracker, i) => (
                      <li key={`${tracker.name}-${i}`}>
                        <code>{tracker.name}</code> ({tracker.host}) – {words(tracker.purpose)}{" "}
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
