// The dossier of a period, made by the service in the background and taken from here.

import { useEffect, useRef, useState } from "preact/hooks";
import type { DossierBegun, DossierProgress, Site } from "../api";
import { call, type Problem, url } from "../api";
import { useSay } from "../i18n";
import { Card, Choices, Field, Input, ProblemNotice } from "../ui";
import * as words from "../words";

const kLook = 700; // milliseconds between two looks

export function DossierCard({ site }: { site: Site }) {
  const say = useSay();
  const [form, setForm] = useState({
    from: "",
    to: "",
    sample: "",
    word: "",
    recipient: "",
    purpose: "",
    destroy_by: "",
  });
  const [services, setServices] = useState<string[]>([]);
  const [certificates, setCertificates] = useState("");
  const [progress, setProgress] = useState<DossierProgress | null>(null);
  const [id, setId] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const left = useRef(false);
  useEffect(
    () => () => {
      left.current = true;
    },
    [],
  );
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });
  const field = (name: keyof typeof form, label: words.Text, hint?: words.Text) => (
    <Input
      label={say(label)}
      {...(hint ? { hint: say(hint) } : {})}
      value={form[name]}
      onValue={change(name)}
      autocomplete="off"
      maxLength={500}
    />
  );
  const day = (name: "from" | "to" | "destroy_by", label: words.Text, required: boolean) => (
    <Input
      label={say(label)}
      type="date"
      required={required}
      value={form[name]}
      onValue={change(name)}
    />
  );

  const run = async (event: Event) => {
    event.preventDefault();
    setProblem(null);
    setProgress({ state: "making", done: 0, of: 0, name: "" });
    const { sample, ...rest } = form;
    try {
      const begun = await call<DossierBegun>("POST", "/v1/dossiers", {
        site: site.id,
        ...rest,
        certificates,
        ...(sample === "" ? {} : { sample: Number(sample) }),
        ...(services.length === 0 ? {} : { services }),
      });
      for (;;) {
        const seen = await call<DossierProgress>("GET", `/v1/dossiers/${begun.id}`);
        if (left.current) return;
        setProgress(seen);
        if (seen.state === "made") break;
        await new Promise((resolve) => setTimeout(resolve, kLook));
      }
      setId(begun.id);
    } catch (error) {
      setProblem(error as Problem);
      setProgress(null);
    }
  };
  const making = progress?.state === "making";
  return (
    <Card title={say(words.dossierOfAPeriod)} wide>
      <p>{say(words.aDossierProvesThatNothing)}</p>
      <form class="filters hinted" onSubmit={(e) => void run(e)}>
        {day("from", words.fromDu, true)}
        {day("to", words.to, true)}
        {field("recipient", words.handedTo)}
        {field("purpose", words.handedOutFor)}
        {day("destroy_by", words.toBeDestroyedBy, false)}
        <Input
          label={say(words.choicesToDraw)}
          hint={say(words.twoHundredWithoutANumber)}
          type="number"
          min={1}
          max={100000}
          value={form.sample}
          onValue={change("sample")}
        />
        {field("word", words.wordOfTheDraw, words.theInspectorGivesIt)}
        <Field label={say(words.certificatesOfTheReceivers)} hint={say(words.theyAloneOpenIt)}>
          {(a) => (
            <input
              {...a}
              type="file"
              accept=".pem,.crt"
              onChange={(e) => {
                const file = e.currentTarget.files?.[0];
                void (file ? file.text() : Promise.resolve("")).then(setCertificates);
              }}
            />
          )}
        </Field>
        <Choices
          label={say(words.onlyTheseServices)}
          hint={say(words.forAPartnerController)}
          options={site.services
            .filter((service) => service.basis !== "exempt")
            .map((service): [string, string] => [service.id, service.name])}
          chosen={services}
          onChosen={setServices}
        />
        <button type="submit" disabled={making}>
          {say(words.makeTheDossier)}
        </button>
      </form>
      {progress && (
        <p role="status">
          {making ? (
            <>
              <progress
                {...(progress.of > 0 ? { value: progress.done, max: progress.of } : {})}
                aria-label={say(words.progress)}
              />{" "}
              {say(words.makingTheDossier(progress.done, progress.of))}
            </>
          ) : (
            <>
              <a href={url(`/v1/dossiers/${id}/archive`, {})} download>
                {say(words.takeTheDossier(progress.name))}
              </a>{" "}
              {say(progress.registered ? words.registeredInTheLog : words.notRegisteredInTheLog)}
            </>
          )}
        </p>
      )}
      {problem && <ProblemNotice problem={problem} />}
    </Card>
  );
}
