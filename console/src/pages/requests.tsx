// The register of requests: what is due when, and which letters went out. By number, never by name.

import { useEffect, useRef, useState } from "preact/hooks";
import { call, type Request, type Site, url } from "../api";
import { useSay } from "../i18n";
import {
  Await,
  Badge,
  Card,
  Input,
  isDay,
  Page,
  ProblemNotice,
  Select,
  Table,
  useAction,
  useLoad,
} from "../ui";
import type { Text } from "../words";
import * as words from "../words";
import { kKindWords } from "./answer";

const kLetters: [string, Text][] = [
  ...(["access", "proof", "erased", "refused", "withdrawal", "limited", "lifted"] as const).map(
    (kind): [string, Text] => [kind, kKindWords[kind]],
  ),
  ["other", words.letterOther],
  ["none", words.letterNone],
];

const wordOf = (all: [string, Text][], id: string | undefined): Text =>
  all.find(([one]) => one === (id ?? ""))?.[1] ?? words.letterOther;

const kEmpty = { number: "", kind: "access", received: "", shown: "", reference: "" };

// What is asked of one request: a letter to note, or an extension.
interface Asked {
  request: Request;
  what: "answer" | "extension";
}

export function RequestsPage({ site }: { site: Site }) {
  const say = useSay();
  const [open, setOpen] = useState("1");
  const [due, setDue] = useState("");
  const [form, setForm] = useState(kEmpty);
  const [asked, setAsked] = useState<Asked | null>(null);
  const adding = useAction();
  const register = useLoad<{ requests: Request[] }>(
    url("/v1/requests", { site: site.id, open, due: isDay(due) ? due : "" }),
  );
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  const options = (all: [string, Text][]): [string, string][] =>
    all.map(([id, text]) => [id, say(text)]);
  const add = (event: Event) => {
    event.preventDefault();
    void adding.run(
      () => call("POST", "/v1/requests", { ...form, site: site.id }),
      () => {
        setForm(kEmpty);
        register.reload();
      },
    );
  };
  return (
    <Page title={say(words.requests)} intro={say(words.requestsIntro)}>
      {adding.problem && <ProblemNotice problem={adding.problem} />}
      <div class="grid">
        <Card title={say(words.newRequest)} wide>
          <form class="filters roomy hinted" onSubmit={add} autocomplete="off">
            <Input
              label={say(words.requestNumber)}
              hint={say(words.theOnlyThingSent)}
              required
              maxLength={32}
              pattern="[A-Za-z0-9._\/\-]*"
              value={form.number}
              onValue={change("number")}
            />
            <Select
              label={say(words.requestKind)}
              options={options(words.requestKinds)}
              value={form.kind}
              onValue={change("kind")}
            />
            <Input
              label={say(words.receivedOn)}
              type="date"
              required
              max={say.today(0)}
              value={form.received}
              onValue={change("received")}
            />
            <Select
              label={say(words.possession)}
              options={options(words.shownKinds)}
              value={form.shown}
              onValue={change("shown")}
            />
            <Input
              label={say(words.referenceIfGiven)}
              maxLength={32}
              value={form.reference}
              onValue={change("reference")}
            />
            <button type="submit" disabled={adding.busy}>
              {say(words.note)}
            </button>
          </form>
        </Card>
        {asked && (
          <AskedCard
            key={`${asked.request.id} ${asked.what}`}
            asked={asked}
            onDone={(changed) => {
              setAsked(null);
              if (changed) register.reload();
            }}
          />
        )}
        <Card title={say(words.theRegister)} wide>
          <div class="filters">
            <Select
              label={say(words.shownRequests)}
              options={[
                ["1", say(words.withoutAnswer)],
                ["", say(words.all)],
              ]}
              value={open}
              onValue={setOpen}
            />
            <Input label={say(words.dueBy)} type="date" value={due} onValue={setDue} />
          </div>
          <Await of={register}>
            {(data) => <Register requests={data.requests} onAsk={setAsked} />}
          </Await>
        </Card>
      </div>
    </Page>
  );
}

function Register({ requests, onAsk }: { requests: Request[]; onAsk: (asked: Asked) => void }) {
  const say = useSay();
  return (
    <Table
      caption={say(words.theRegister)}
      hideCaption
      rows={requests}
      keyOf={(r) => r.id}
      atOnce={50}
      empty={say(words.noRequest)}
      columns={[
        {
          title: say(words.requestNumberShort),
          cell: (r) => (
            <>
              {r.number || say(words.lostWithDatabase)}
              {r.reference && <span class="dim"> · {r.reference}</span>}
            </>
          ),
        },
        { title: say(words.requestKind), cell: (r) => say(wordOf(words.requestKinds, r.kind)) },
        { title: say(words.receivedOn), cell: (r) => say.date(r.received) },
        {
          title: say(words.answerDue),
          cell: (r) => (
            <>
              {say.date(r.due)} {r.late && <Late state={r.state} />}
              {r.reason && <p class="fine">{say(words.extendedFor(r.reason))}</p>}
            </>
          ),
        },
        { title: say(words.possession), cell: (r) => say(wordOf(words.shownKinds, r.shown)) },
        { title: say(words.state), cell: (r) => <Standing request={r} /> },
        {
          title: say(words.action),
          cell: (r) => (
            <div class="actions">
              <button
                type="button"
                class="quiet small"
                onClick={() => onAsk({ request: r, what: "answer" })}
              >
                {say(words.noteALetter)} <span class="unseen">{r.number}</span>
              </button>
              {r.state !== "answered" && !r.late && r.reason === undefined && (
                <button
                  type="button"
                  class="quiet small"
                  onClick={() => onAsk({ request: r, what: "extension" })}
                >
                  {say(words.extend)} <span class="unseen">{r.number}</span>
                </button>
              )}
            </div>
          ),
        },
      ]}
    />
  );
}

function Late({ state }: { state: string }) {
  const say = useSay();
  return <Badge tone="bad">{say(state === "answered" ? words.answeredLate : words.overdue)}</Badge>;
}

function Standing({ request }: { request: Request }) {
  const say = useSay();
  const states = {
    open: words.requestOpen,
    waiting: words.requestWaiting,
    answered: words.requestAnswered,
  };
  return (
    <>
      {say(states[request.state])}
      {request.letters.map((letter) => (
        <p class="fine" key={`${letter.answered} ${letter.letter}`}>
          {say.date(letter.answered)} : {say(wordOf(kLetters, letter.letter))}
        </p>
      ))}
    </>
  );
}

function AskedCard({
  asked: { request, what },
  onDone,
}: {
  asked: Asked;
  onDone: (changed: boolean) => void;
}) {
  const say = useSay();
  const doing = useAction();
  const [reason, setReason] = useState("");
  const [letter, setLetter] = useState("access");
  const [answered, setAnswered] = useState(say.today(0));
  const [shown, setShown] = useState(request.shown ?? "");
  // The button that was pressed may be far below.
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const title = what === "answer" ? words.answerRequest : words.extendRequest;
  const send = (event: Event) => {
    event.preventDefault();
    const body = what === "answer" ? { letter, answered, shown } : { reason };
    void doing.run(
      () => call("POST", `/v1/requests/${request.id}/${what}`, body),
      () => onDone(true),
    );
  };
  return (
    <Card title={say(title(request.number))} wide>
      <div ref={box} tabIndex={-1}>
        {doing.problem && <ProblemNotice problem={doing.problem} />}
        {what === "extension" && <p class="fine">{say(words.extendHint)}</p>}
        <form class="filters roomy" onSubmit={send}>
          {what === "extension" ? (
            <Input
              label={say(words.reasonInTheLetter)}
              required
              maxLength={300}
              value={reason}
              onValue={setReason}
            />
          ) : (
            <>
              <Select
                label={say(words.letter)}
                options={kLetters.map(([id, text]) => [id, say(text)])}
                value={letter}
                onValue={setLetter}
              />
              <Input
                label={say(words.sentOn)}
                type="date"
                required
                min={request.received}
                max={say.today(0)}
                value={answered}
                onValue={setAnswered}
              />
              <Select
                label={say(words.possession)}
                options={words.shownKinds.map(([id, text]) => [id, say(text)])}
                value={shown}
                onValue={setShown}
              />
            </>
          )}
          <div class="actions">
            <button type="submit" disabled={doing.busy}>
              {say(words.note)}
            </button>
            <button type="button" class="quiet" onClick={() => onDone(false)}>
              {say(words.cancel)}
            </button>
          </div>
        </form>
      </div>
    </Card>
  );
}
