// What one revision changes against another, in sentences.

import type { Comparison } from "../api";
import { useSay } from "../i18n";
import { Badge } from "../ui";

export function Changes({ data }: { data: Comparison }) {
  const say = useSay();
  if (data.changes.length === 0) return <p>{say("Rien n’a changé.", "Nothing changed.")}</p>;
  return (
    <>
      <p>
        {data.material ? (
          <>
            <Badge tone="warn">{say("Changement substantiel", "Material change")}</Badge>{" "}
            {data.services.length > 0 &&
              say(
                `Les visiteurs sont réinterrogés pour : ${data.services.join(", ")}.`,
                `Visitors are asked again for: ${data.services.join(", ")}.`,
              )}
          </>
        ) : (
          <>
            <Badge tone="calm">{say("Changement rédactionnel", "Editorial change")}</Badge>{" "}
            {say("Les choix donnés restent valables.", "Choices given stay valid.")}
          </>
        )}
      </p>
      <ul class="changes">
        {data.changes.map((change, i) => (
          <li key={`${change.code}-${i}`}>
            {change.material && <Badge tone="warn">{say("substantiel", "material")}</Badge>}{" "}
            {say.words(change.sentence)}
          </li>
        ))}
      </ul>
    </>
  );
}
