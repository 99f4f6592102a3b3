// The day on which what is kept apart is looked at again: a hold, a limitation of processing.

import { useSay } from "../i18n";
import { Badge } from "../ui";
import * as words from "../words";

// `over`: it is no longer in force, and nothing is due.
export function Review({ day, now, over }: { day: string; now: string; over: boolean }) {
  const say = useSay();
  return (
    <>
      {say.date(day)}{" "}
      {!over && day <= now.slice(0, 10) && <Badge tone="warn">{say(words.due)}</Badge>}
    </>
  );
}
