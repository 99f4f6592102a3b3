// Pictures of what a revision showed, as they were filed in the proof log.

import type { Picture, RevisionPictures } from "../api";
import { type Say, useSay } from "../i18n";
import { Await, Badge, Card, Mono, useLoad } from "../ui";
import * as words from "../words";

const languageWords = (say: Say, language: string): string =>
  new Intl.DisplayNames(say.language, { type: "language", fallback: "code" }).of(language) ??
  language;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const layerWords = (say: Say, picture: Picture): string =>
  picture.layer === "first" ? say(words.firstLayer) : say(words.secondLayer);

const screenWords = (say: Say, picture: Picture): string =>
  picture.screen === "phone" ? say(words.phone) : say(words.desktop);

// On a consent's page: where to see them.
export function PicturesLine({ revision }: { revision: string }) {
  const say = useSay();
  const { data } = useLoad<RevisionPictures>(`/v1/revisions/${revision}/pictures`);
  if (!data) return null;
  const last = data.pictures[0];
  return (
    <p class="fine">
      {last ? (
        <a href={`#/revisions/${revision}`}>
          {say(words.screenshotsOfThisRevisionOf(say.date(last.taken_at)))}
        </a>
      ) : (
        say(words.noScreenshotOfThisRevisionWas)
      )}
    </p>
  );
}

function Missing({ site, inForce }: { site: string; inForce: boolean }) {
  const say = useSay();
  return (
    <>
      <p>
        <Badge tone="warn">{say(words.noneAucune)}</Badge>{" "}
        {say(words.noScreenshotOfThisRevisionWas)}
      </p>
      {inForce ? (
        <>
          <p>{say(words.theyAreTakenWhileTheRevision)}</p>
          <pre
            tabIndex={0}
          >{`scripts/picture --url ${say(words.addressOfTheService)} --site ${site} --out captures\ntemoin pictures add --data ${say(words.data)} captures`}</pre>
        </>
      ) : (
        <p>{say(words.itIsNoLongerInForce)}</p>
      )}
    </>
  );
}

function OneSet({ set }: { set: RevisionPictures["pictures"][number] }) {
  const say = useSay();
  const { manifest } = set;
  const languages = [...new Set(manifest.pictures.map((p) => p.language))];
  return (
    <>
      <dl class="facts">
        <dt>{say(words.taken)}</dt>
        <dd>
          {say.time(set.taken_at)}, {manifest.browser.name} {manifest.browser.version}
        </dd>
        <dt>{say(words.manifest)}</dt>
        <dd>
          <a href={`/v1/pictures/${set.hash}.json`} target="_blank" rel="noopener">
            <Mono full>{set.hash}</Mono>
          </a>
        </dd>
        <dt>{say(words.logEntry)}</dt>
        <dd>{say.number(set.index)}</dd>
        <dt>{say(words.bannersCode)}</dt>
        <dd>
          <Mono full>{manifest.banner}</Mono>
        </dd>
      </dl>
      {languages.map((language) => (
        <section class="shots" key={language} aria-label={languageWords(say, language)}>
          <h3>{capital(languageWords(say, language))}</h3>
          <ul class="pictures">
            {manifest.pictures
              .filter((p) => p.language === language)
              .map((p) => (
                <li key={p.sha256} class={p.layer}>
                  <figure>
                    <a href={`/v1/pictures/${p.sha256}.png`} target="_blank" rel="noopener">
                      <img
                        src={`/v1/pictures/${p.sha256}.png`}
                        width={p.width}
                        height={p.height}
                        loading="lazy"
                        alt={say(
                          words.ofTheBannerOnAAs(
                            layerWords(say, p),
                            screenWords(say, p),
                            languageWords(say, language),
                            say.date(set.taken_at),
                          ),
                        )}
                      />
                    </a>
                    <figcaption>
                      {layerWords(say, p)}, {screenWords(say, p)}, {p.width} × {p.height}{" "}
                      <Mono>{p.sha256}</Mono>
                    </figcaption>
                  </figure>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function PicturesCard({ revision }: { revision: string }) {
  const say = useSay();
  const pictures = useLoad<RevisionPictures>(`/v1/revisions/${revision}/pictures`);
  return (
    <Card title={say(words.screenshots)} wide>
      <Await of={pictures}>
        {(data) => {
          const [last, ...earlier] = data.pictures;
          if (!last) return <Missing site={data.site} inForce={data.in_force} />;
          return (
            <>
              <p>{say(words.bothLayersOfTheBannerPhotographed)}</p>
              <OneSet set={last} />
              {earlier.map((set) => (
                <details key={set.hash}>
                  <summary>{say(words.takenWithTakenAt(say.time(set.taken_at)))}</summary>
                  <OneSet set={set} />
                </details>
              ))}
            </>
          );
        }}
      </Await>
    </Card>
  );
}
