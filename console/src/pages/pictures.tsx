// Pictures of what a revision showed, as they were filed in the proof log.

import type { Picture, RevisionPictures } from "../api";
import { type Say, useSay } from "../i18n";
import { Await, Badge, Card, Mono, useLoad } from "../ui";

const languageWords = (say: Say, language: string): string =>
  new Intl.DisplayNames(say.language, { type: "language", fallback: "code" }).of(language) ??
  language;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const layerWords = (say: Say, picture: Picture): string =>
  picture.layer === "first"
    ? say("Premier niveau", "First layer")
    : say("Second niveau", "Second layer");

const screenWords = (say: Say, picture: Picture): string =>
  picture.screen === "phone" ? say("téléphone", "phone") : say("ordinateur", "desktop");

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
          {say(
            `Captures d’écran de cette révision, du ${say.date(last.taken_at)}`,
            `Screenshots of this revision, of ${say.date(last.taken_at)}`,
          )}
        </a>
      ) : (
        say(
          "Aucune capture d’écran de cette révision n’a été versée au journal.",
          "No screenshot of this revision was filed in the log.",
        )
      )}
    </p>
  );
}

function Missing({ site, inForce }: { site: string; inForce: boolean }) {
  const say = useSay();
  return (
    <>
      <p>
        <Badge tone="warn">{say("Aucune", "None")}</Badge>{" "}
        {say(
          "Aucune capture d’écran de cette révision n’a été versée au journal.",
          "No screenshot of this revision was filed in the log.",
        )}
      </p>
      {inForce ? (
        <>
          <p>
            {say(
              "Elles se prennent tant que la révision est en vigueur. Sur une machine qui a le code de Témoin et Chromium, puis sur le serveur :",
              "They are taken while the revision is in force. On a machine that has Témoin’s code and Chromium, then on the server:",
            )}
          </p>
          <pre
            tabIndex={0}
          >{`scripts/picture --url ${say("ADRESSE_DU_SERVICE", "ADDRESS_OF_THE_SERVICE")} --site ${site} --out captures\ntemoin pictures add --data ${say("DONNÉES", "DATA")} captures`}</pre>
        </>
      ) : (
        <p>
          {say(
            "Elle n’est plus en vigueur : ce qui n’est plus montré ne se photographie plus. Les textes, les traceurs et le code du bandeau restent publics sous leurs empreintes.",
            "It is no longer in force: what is no longer shown cannot be photographed. The texts, the trackers and the banner’s code stay public under their hashes.",
          )}
        </p>
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
        <dt>{say("Prises le", "Taken")}</dt>
        <dd>
          {say.time(set.taken_at)}, {manifest.browser.name} {manifest.browser.version}
        </dd>
        <dt>{say("Manifeste", "Manifest")}</dt>
        <dd>
          <a href={`/v1/pictures/${set.hash}.json`} target="_blank" rel="noopener">
            <Mono full>{set.hash}</Mono>
          </a>
        </dd>
        <dt>{say("Entrée du journal", "Log entry")}</dt>
        <dd>{say.number(set.index)}</dd>
        <dt>{say("Code du bandeau", "Banner’s code")}</dt>
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
                          `${layerWords(say, p)} du bandeau sur ${screenWords(say, p)}, ${languageWords(say, language)}, tel que montré le ${say.date(set.taken_at)} : ouvrir en grand`,
                          `${layerWords(say, p)} of the banner on a ${screenWords(say, p)}, ${languageWords(say, language)}, as shown on ${say.date(set.taken_at)}: open at full size`,
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
    <Card title={say("Captures d’écran", "Screenshots")} wide>
      <Await of={pictures}>
        {(data) => {
          const [last, ...earlier] = data.pictures;
          if (!last) return <Missing site={data.site} inForce={data.in_force} />;
          return (
            <>
              <p>
                {say(
                  "Les deux niveaux du bandeau, photographiés par un navigateur pendant que cette révision était en vigueur. L’empreinte du manifeste est une entrée publique du journal ; il contient celle de chaque image.",
                  "Both layers of the banner, photographed by a browser while this revision was in force. The manifest’s hash is a public entry of the log; it holds that of each picture.",
                )}
              </p>
              <OneSet set={last} />
              {earlier.map((set) => (
                <details key={set.hash}>
                  <summary>
                    {say(`Prises le ${say.time(set.taken_at)}`, `Taken ${say.time(set.taken_at)}`)}
                  </summary>
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
