// A person's own passkeys: named, added, removed.

import { useState } from "preact/hooks";
import { call, type Passkey, type PasskeyBegun, type Passkeys, type Problem } from "../api";
import { useSay } from "../i18n";
import { kNoPasskey, makePasskey } from "../passkeys";
import {
  Await,
  Badge,
  Card,
  Page,
  PasskeyName,
  ProblemNotice,
  RowButton,
  Table,
  useAction,
  useLoad,
} from "../ui";
import * as words from "../words";

export function PasskeysPage() {
  const say = useSay();
  const passkeys = useLoad<Passkeys>("/v1/passkeys");
  const [name, setName] = useState("");
  const adding = useAction();
  const removing = useAction();
  const add = (event: Event) => {
    event.preventDefault();
    void adding.run(
      async () => {
        const begun = await call<PasskeyBegun>("POST", "/v1/passkeys/challenge", {});
        await call("POST", "/v1/passkeys", { passkey: name, ...(await makePasskey(begun)) });
      },
      () => {
        setName("");
        passkeys.reload();
      },
    );
  };
  const remove = (passkey: Passkey) => {
    if (!confirm(say(words.removeThePasskeyAsk(passkey.name)))) return;
    void removing.run(() => call("DELETE", `/v1/passkeys/${passkey.id}`), passkeys.reload);
  };
  const notice = (problem: Problem) =>
    problem.kind === kNoPasskey ? (
      <p class="notice bad" role="alert">
        {say(words.noPasskeyWasMade)}
      </p>
    ) : (
      <ProblemNotice problem={problem} />
    );
  return (
    <Page title={say(words.myPasskeys)} intro={say(words.myPasskeysIntro)}>
      {removing.problem && <ProblemNotice problem={removing.problem} />}
      <div class="grid">
        <Card title={say(words.addAPasskey)} wide>
          <form class="filters hinted" onSubmit={add}>
            <PasskeyName value={name} onValue={setName} />
            <button type="submit" disabled={adding.busy}>
              {say(words.addAPasskey)}
            </button>
          </form>
          {adding.problem && notice(adding.problem)}
        </Card>
        <Card title={say(words.passkeysYouHave)} wide>
          <Await of={passkeys}>
            {(data) => (
              <Table<Passkey>
                caption={say(words.passkeysYouHave)}
                hideCaption
                keyOf={(each) => each.id}
                rows={data.passkeys}
                columns={[
                  {
                    title: say(words.passkeyName),
                    cell: (each) => (
                      <>
                        {each.name}
                        {each.current && (
                          <>
                            {" "}
                            <Badge tone="calm">{say(words.thisSession)}</Badge>
                          </>
                        )}
                      </>
                    ),
                  },
                  {
                    title: say(words.created),
                    cell: (each) => <span class="keep">{say.date(each.added)}</span>,
                  },
                  {
                    title: say(words.lastUse),
                    cell: (each) => (
                      <span class="keep">{each.used ? say.date(each.used) : say(words.never)}</span>
                    ),
                  },
                  {
                    title: say(words.action),
                    cell: (each) =>
                      data.passkeys.length > 1 ? (
                        <RowButton
                          text={say(words.takeAwayShort)}
                          of={say(words.removeThePasskey(each.name))}
                          disabled={removing.busy}
                          onClick={() => remove(each)}
                        />
                      ) : (
                        "–"
                      ),
                  },
                ]}
              />
            )}
          </Await>
        </Card>
      </div>
    </Page>
  );
}
