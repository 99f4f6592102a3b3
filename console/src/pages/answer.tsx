// The answer to a person: what is typed here goes into the letter in this browser and nowhere else;
// the request's number alone goes to the server, for the log of accesses.

import { useState } from "preact/hooks";
import { type RevisionDocument, request, type Site, url } from "../api";
import { type Language, sayIn, useSay } from "../i18n";
import {
  type Asked,
  type Block,
  extendedDue,
  type Facts,
  type Kind,
  type Letter,
  makeLetter,
  monthAfter,
} from "../letter/letter";
import { Await, Card, Field, Input, isDay, ProblemNotice, Select, useAction, useLoad } from "../ui";
import * as words from "../words";

export interface Choices {
  site: Site;
  reference: string;
  index: number;
  shown: Facts["shown"];
  consent?: Facts["consent"];
  erased?: Facts["erased"];
  held?: { review: string };
  /** Its processing is limited; `despite`: why it is looked at all the same. */
  limited?: boolean;
  despite?: string;
}

/** Which letters are true of what is known: without what the browser holds, only these. */
export function kindsOf(choices: Choices): Kind[] {
  if (!choices.shown) return ["proof", "withdrawal", "extended"];
  const kinds: Kind[] = [];
  if (choices.consent) kinds.push("access");
  if (choices.erased) kinds.push("erased");
  if (choices.held) kinds.push("refused");
  if (choices.limited) kinds.push("limited", "lifted");
  return [...kinds, "withdrawal", "extended"];
}

/** Which letters give a reason. */
const kNeedReason: Kind[] = ["refused", "extended", "lifted"];

const kLanguages: [string, string][] = [
  ["fr", "Français"],
  ["en", "English"],
];

export const kKindWords = {
  access: words.letterAccess,
  proof: words.letterProof,
  erased: words.letterErased,
  refused: words.letterRefused,
  withdrawal: words.letterWithdrawal,
  limited: words.letterLimited,
  lifted: words.letterLifted,
  extended: words.letterExtended,
};

export function AnswerCard(choices: Choices) {
  const say = useSay();
  const hash = choices.site.publication?.hash;
  const published = useLoad<RevisionDocument>(hash ? `/v1/revisions/${hash}` : null);
  return (
    <Card title={say(words.answerToThePerson)} wide>
      <Await of={published}>{(data) => <AnswerForm {...choices} published={data} />}</Await>
    </Card>
  );
}

function AnswerForm(choices: Choices & { published: RevisionDocument }) {
  const say = useSay();
  const kinds = kindsOf(choices);
  const [chosen, setChosen] = useState<Kind | null>(null);
  const kind = chosen && kinds.includes(chosen) ? chosen : (kinds[0] ?? "proof");
  const [language, setLanguage] = useState<Language>("fr");
  const [asked, setAsked] = useState<Asked>({
    name: "",
    address: "",
    request: "",
    number: "",
    received: "",
    reason: "",
    ground: "obligation",
    place: "",
    function: "",
    signatory: "",
  });
  const [letter, setLetter] = useState<Letter | null>(null);
  const making = useAction();
  const change = (name: keyof Asked) => (value: string) => {
    setAsked({ ...asked, [name]: value });
    setLetter(null);
  };
  const made = (): Letter => {
    const { site, published, reference, shown, consent, erased, held } = choices;
    const facts: Facts = {
      site,
      published,
      reference,
      shown,
      today: say.today(0),
      ...(consent ? { consent } : {}),
      ...(erased ? { erased } : {}),
      ...(held ? { held } : {}),
    };
    return makeLetter(kind, facts, asked, sayIn(language, site.time_zone));
  };
  // A letter that discloses is a line of the log of accesses before it is shown.
  const noted = async (): Promise<Letter> => {
    if (kind === "access") {
      const number = asked.number.trim();
      await request(
        "GET",
        url(`/v1/consents/${choices.index}/letter`, { request: number, despite: choices.despite }),
      );
    }
    return made();
  };
  const dueOf = kind === "extended" ? extendedDue : monthAfter;
  const due = isDay(asked.received) ? dueOf(asked.received) : "";
  const late = due !== "" && due < say.today(0);
  return (
    <>
      <details open={!letter}>
        <summary>{say(words.whatTheLetterNeeds)}</summary>
        <p class="fine">{say(words.whatIsTypedStaysHere)}</p>
        <form
          class="answer-form"
          autocomplete="off"
          onSubmit={(e) => {
            e.preventDefault();
            void making.run(noted, setLetter);
          }}
        >
          <div class="filters roomy hinted">
            <Select
              label={say(words.letter)}
              value={kind}
              options={kinds.map((one) => [one, say(kKindWords[one])])}
              onValue={(value) => {
                setChosen(value as Kind);
                setLetter(null);
              }}
            />
            <Select
              label={say(words.languageOfTheLetter)}
              value={language}
              options={kLanguages.filter(
                ([id]) => id === "fr" || choices.published.languages.includes(id),
              )}
              onValue={(value) => {
                setLanguage(value as Language);
                setLetter(null);
              }}
            />
            <Input
              label={say(words.requestNumber)}
              hint={say(words.theOnlyThingSent)}
              value={asked.number}
              onValue={change("number")}
              maxLength={32}
              pattern="[A-Za-z0-9._\/\-]*"
            />
            <Input
              label={say(words.requestReceivedOn)}
              type="date"
              required
              max={say.today(0)}
              value={asked.received}
              onValue={change("received")}
              {...(due ? { hint: say(words.answerDueOn(say.date(due), late)) } : {})}
            />
            <Input label={say(words.personsName)} value={asked.name} onValue={change("name")} />
            <Area label={say(words.address)} value={asked.address} onValue={change("address")} />
          </div>
          <Area label={say(words.whatIsAsked)} value={asked.request} onValue={change("request")} />
          {kNeedReason.includes(kind) && (
            <div class="filters roomy hinted">
              {kind === "refused" && (
                <Select
                  label={say(words.groundOfTheRefusal)}
                  value={asked.ground}
                  options={[
                    ["obligation", say(words.legalObligation)],
                    ["claims", say(words.legalClaims)],
                  ]}
                  onValue={change("ground")}
                />
              )}
              <Area
                label={say(words.reasonInTheLetter)}
                required
                value={asked.reason}
                onValue={change("reason")}
              />
            </div>
          )}
          <div class="filters roomy hinted">
            <Input label={say(words.madeIn)} value={asked.place} onValue={change("place")} />
            <Input
              label={say(words.signatorysFunction)}
              hint={say(words.whoSignsForTheController)}
              value={asked.function}
              onValue={change("function")}
            />
            <Input
              label={say(words.signatorysName)}
              value={asked.signatory}
              onValue={change("signatory")}
            />
          </div>
          <button type="submit" disabled={making.busy}>
            {say(words.makeTheLetter)}
          </button>
        </form>
      </details>
      {making.problem && <ProblemNotice problem={making.problem} />}
      {letter && <LetterView letter={letter} reference={choices.reference} />}
    </>
  );
}

function Area({
  label,
  value,
  required,
  onValue,
}: {
  label: string;
  value: string;
  required?: boolean;
  onValue: (value: string) => void;
}) {
  return (
    <Field label={label}>
      {(a) => (
        <textarea
          {...a}
          class="prose"
          rows={3}
          maxLength={4000}
          required={required ?? false}
          value={value}
          onInput={(e) => onValue(e.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function LetterView({ letter, reference }: { letter: Letter; reference: string }) {
  const say = useSay();
  const saving = useAction();
  const save = () =>
    void saving.run(
      async () => {
        const { docxOf } = await import("../letter/docx");
        return docxOf(letter);
      },
      (file) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(file);
        link.download = `${letter.language === "fr" ? "reponse" : "answer"}-${reference}.docx`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      },
    );
  return (
    <>
      <div class="actions spaced">
        <button type="button" disabled={saving.busy} onClick={save}>
          {say(words.editableFile)}
        </button>
        <button type="button" class="quiet" onClick={() => print()}>
          {say(words.print)}
        </button>
      </div>
      {saving.problem && <ProblemNotice problem={saving.problem} />}
      <article class="letter" lang={letter.language} aria-label={say(words.letter)}>
        <address>
          {letter.sender.map((line, i) =>
            i === 0 ? <strong key={line}>{line}</strong> : <span key={line}>{line}</span>,
          )}
        </address>
        {letter.recipient.length > 0 && (
          <address class="to">
            {letter.recipient.map((line) => (
              <span key={line}>{line}</span>
            ))}
          </address>
        )}
        <h3>{letter.subject}</h3>
        <p class="references">
          {letter.references.map(([name, value]) => (
            <span key={name}>
              {name} <strong>{value}</strong>
            </span>
          ))}
        </p>
        {letter.body.map((part, i) => (
          <BlockView part={part} key={i} />
        ))}
        <div class="signature">
          {letter.signature.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      </article>
    </>
  );
}

function BlockView({ part }: { part: Block }) {
  if ("heading" in part) return <h4>{part.heading}</h4>;
  if ("text" in part) return <p>{part.text}</p>;
  if ("list" in part) {
    return (
      <ul>
        {part.list.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    );
  }
  const { head, rows } = part.table;
  return (
    <table>
      <thead>
        <tr>
          {head.map((title) => (
            <th scope="col" key={title}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.join("\n")}>
            {row.map((cell, i) => (
              <td key={head[i]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
