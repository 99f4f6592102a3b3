// The records of a period in one file, fetched page by page and put together here.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Site } from "../api";
import { type Problem, request, url } from "../api";
import { useSay } from "../i18n";
import { Card, csvFormat, Input, Page, ProblemNotice, Select, Table } from "../ui";
import * as words from "../words";
import { DossierCard } from "./dossier";

export function ExportsPage({ sites, site }: { sites: Site[]; site: Site }) {
  const say = useSay();
  const [form, setForm] = useState({ site: site.id, from: "", to: "", format: "csv" });
  const [done, setDone] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const stop = useRef(false);
  useEffect(
    () => () => {
      stop.current = true;
    },
    [],
  );
  const change = (name: keyof typeof form) => (value: string) =>
    setForm({ ...form, [name]: value });

  const run = async (event: Event) => {
    event.preventDefault();
    setProblem(null);
    setDone(0);
    stop.current = false;
    const parts: Blob[] = [];
    let cursor: string | null = null;
    try {
      do {
        const page: Response = await request("GET", url("/v1/export", { ...form, cursor }));
        parts.push(await page.blob());
        cursor = page.headers.get("Temoin-Next");
        const [passed, total] = (page.headers.get("Temoin-Progress") ?? "1/1")
          .split("/")
          .map(Number);
        // Each page counts from its own beginning: what is left is what the last one says.
        setDone((before) =>
          Math.max(
            before ?? 0,
            cursor === null
              ? 1
              : (before ?? 0) + (1 - (before ?? 0)) * ((passed ?? 0) / Math.max(1, total ?? 1)),
          ),
        );
      } while (cursor !== null && !stop.current);
      if (!stop.current) {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob(parts));
        link.download = `consentements-${form.site || "tous"}${form.from ? `-${form.from}` : ""}.${form.format}`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      } else {
        setDone(null);
      }
    } catch (error) {
      setProblem(error as Problem);
      setDone(null);
    }
  };
  const reports = [
    {
      path: "/v1/compliance",
      title: say(words.stateOfComplianceFindingsWaiversRetention),
    },
    {
      path: "/v1/register",
      title: say(words.recordOfProcessingActivities),
    },
    {
      path: "/v1/stats",
      title: say(words.statisticsOfTheLast30Days),
    },
  ];
  const running = done !== null && done < 1;
  return (
    <Page title={say(words.exports)} intro={say(words.theKeptRecordsOfAPeriod)}>
      <Card title={say(words.consents)} wide>
        <form class="filters" onSubmit={(e) => void run(e)}>
          <Select
            label="Site"
            value={form.site}
            onValue={change("site")}
            options={[
              ...sites.map((s): [string, string] => [s.id, s.name]),
              ["", say(words.allTous)],
            ]}
          />
          <Input label={say(words.fromDu)} type="date" value={form.from} onValue={change("from")} />
          <Input label={say(words.to)} type="date" value={form.to} onValue={change("to")} />
          <Select
            label="Format"
            value={form.format}
            onValue={change("format")}
            options={[
              ["csv", "CSV"],
              ["jsonl", "JSON Lines"],
              ["jsonld", "ISO/IEC TS 27560 (JSON-LD)"],
            ]}
          />
          <button type="submit" disabled={running}>
            {say(words.exportWord)}
          </button>
          {running && (
            <button
              type="button"
              class="quiet"
              onClick={() => {
                stop.current = true;
              }}
            >
              {say(words.stop)}
            </button>
          )}
        </form>
        {done !== null && (
          <p role="status">
            {done < 1 ? (
              <>
                <progress max={1} value={done} aria-label={say(words.progress)} />{" "}
                {say(words.exporting)}
              </>
            ) : (
              say(words.doneTheFileIsInYour)
            )}
          </p>
        )}
        {problem && <ProblemNotice problem={problem} />}
        <p class="fine">{say(words.inTheCsvACellThat)}</p>
      </Card>
      <DossierCard key={site.id} site={site} />
      <Card title={say(words.reports)} wide>
        <Table
          caption={say(words.reportsOfTheSiteShown)}
          hideCaption
          rows={reports}
          keyOf={(r) => r.path}
          columns={[
            { title: say(words.report), cell: (r) => r.title },
            {
              title: say(words.toPrint),
              cell: (r) => (
                <a
                  href={url(r.path, { site: site.id, format: "html" })}
                  target="_blank"
                  rel="noopener"
                  aria-label={say(words.pageToPrint(r.title))}
                >
                  {say(words.page)}
                </a>
              ),
            },
            {
              title: say(words.table),
              cell: (r) => (
                <>
                  <a
                    href={url(r.path, { site: site.id, format: csvFormat(say) })}
                    download
                    aria-label={`CSV${say(words.n)}${r.title}`}
                  >
                    CSV
                  </a>{" "}
                  <a
                    href={url(r.path, { site: site.id, format: "xlsx" })}
                    download
                    aria-label={`XLSX${say(words.n)}${r.title}`}
                  >
                    XLSX
                  </a>
                </>
              ),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
