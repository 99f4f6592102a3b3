// What one revision changes against another, in sentences.

import type { Comparison } from "../api";
import { useSay } from "../i18n";
import { Badge } from "../ui";
import * as words from "../words";

export function Changes({ data }: { data: Comparison }) {
  const say = useSay();
  if (data.changes.length === 0) return <p>{say(words.nothingChanged)}</p>;
  return (
    <>
      <p>
        {data.material ? (
          <>
            <Badge tone="warn">{say(words.materialChange)}</Badge>{" "}
            {data.services.length > 0 &&
              say(words.visitorsAreAskedAgainFor(data.services.join(", ")))}
          </>
        ) : (
          <>
            <Badge tone="calm">{say(words.editorialChange)}</Badge>{" "}
            {say(words.choicesGivenStayValid)}
          </>
        )}
      </p>
      <ul class="changes">
        {data.changes.map((change, i) => (
          <li key={`${change.code}-${i}`}>
            {change.material && <Badge tone="warn">{say(words.material)}</Badge>}{" "}
            {say.words(change.sentence)}
          </li>
        ))}
      </ul>
    </>
  );
}
