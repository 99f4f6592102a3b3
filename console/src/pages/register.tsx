// The record of processing of the site, as article 30 of the RGPD wants it.

import type { Register, Site } from "../api";
import { url } from "../api";
import { useSay } from "../i18n";
import { Await, Files, Page, useLoad } from "../ui";
import * as words from "../words";

export function RegisterPage({ site }: { site: Site }) {
  const say = useSay();
  const register = useLoad<Register>(url("/v1/register", { site: site.id }));
  const file = (format: string) => url("/v1/register", { site: site.id, format });
  return (
    <Page
      title={say(words.recordOfProcessing)}
      intro={say(words.gdprArticle30FromTheCatalogue)}
      actions={<Files file={file} />}
    >
      <Await of={register}>
        {(data) => (
          <>
            <dl class="facts" lang="fr">
              <dt>Responsable du traitement</dt>
              <dd>{data.controller}</dd>
              <dt>Coordonnées du responsable</dt>
              <dd>{data.contact || "non publiées"}</dd>
              <dt>Responsable conjoint</dt>
              <dd>{data.joint_controllers.join(" ; ") || "aucun déclaré"}</dd>
              <dt>Délégué à la protection des données</dt>
              <dd>{data.dpo || "non publié"}</dd>
              {data.updated && (
                <>
                  <dt>Mise à jour</dt>
                  <dd>{say.date(data.updated)}</dd>
                </>
              )}
            </dl>
            <div class="stack">
              {data.sheets.map((sheet, i) => (
                <details class="card sheet" key={sheet.id} open={i === 0}>
                  <summary lang="fr">
                    <h2>{sheet.title}</h2>
                  </summary>
                  <dl class="facts" lang="fr">
                    <dt>Référence</dt>
                    <dd>{sheet.id}</dd>
                    <dt>Finalité</dt>
                    <dd>{sheet.purpose}</dd>
                    <Lines name="Sous-finalités" lines={sheet.sub_purposes} />
                    <dt>Base légale</dt>
                    <dd>{sheet.legal_basis}</dd>
                    <dt>Personnes concernées</dt>
                    <dd>{sheet.people}</dd>
                    <Lines name="Types de données" lines={sheet.data} />
                    <Lines name="Données sensibles" lines={some(sheet.sensitive)} />
                    <Lines name="Destinataires" lines={sheet.recipients} />
                    <dt>Durée de conservation</dt>
                    <dd>{sheet.retention}</dd>
                    <Lines name="Sous-traitance et transferts" lines={sheet.processors} />
                    <Lines name="Mesures de sécurité" lines={some(sheet.security)} />
                    <dt>Droits</dt>
                    <dd>{sheet.rights}</dd>
                    <dt>Création de la fiche</dt>
                    <dd>{sheet.created ? say.date(sheet.created) : "non publiée"}</dd>
                    <dt>Mise à jour de la fiche</dt>
                    <dd>{sheet.updated ? say.date(sheet.updated) : "non publiée"}</dd>
                  </dl>
                </details>
              ))}
              {data.texts.map((text) => (
                <details class="card sheet" key={text.id} lang="fr">
                  <summary>
                    <h2>{text.title}</h2>
                  </summary>
                  {text.paragraphs.map((paragraph) => (
                    <p key={paragraph}>{paragraph}</p>
                  ))}
                </details>
              ))}
            </div>
          </>
        )}
      </Await>
    </Page>
  );
}

const some = (text: string | undefined): string[] => (text ? [text] : []);

function Lines({ name, lines }: { name: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {lines.length === 1 ? (
          lines[0]
        ) : (
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </dd>
    </>
  );
}
