import { FactList } from "@/components/ui/fact-list";
import { Panel } from "@/components/ui/panel";
import { UtcTime } from "@/components/ui/values";
import type { RunDto } from "@/lib/alerts/types";

type Gone = { alertId: string; name: string; url: string; timestamp: string | null };

/** What was asked, what the broker says about it, and what the previous run had that this one has not. */
export function RunContext({ run, gone, now }: { run: RunDto; gone: readonly Gone[]; now: Date }) {
  const facts = run.context?.facts ?? [];
  return (
    <>
      <Panel title="What was asked" id="asked">
        <FactList
          facts={[
            ...Object.entries(run.parameters).map(([label, value]) => ({ label, value: String(value) })),
            {
              label: "Finished",
              value:
                run.finishedAt === null ? "not yet" : <UtcTime iso={run.finishedAt} precision="second" now={now} />,
            },
            ...facts.map((fact) => ({
              label: fact.label,
              value: fact.url ? <a href={fact.url}>{fact.value}</a> : fact.value,
            })),
          ]}
        />
        {run.context?.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </Panel>
      {run.previousRunId === null ? null : (
        <Panel
          title="Gone since the previous run"
          id="gone"
          note={String(gone.length)}
          actions={<a href={`/alerts/runs/${run.previousRunId}`}>Previous run</a>}
        >
          {gone.length === 0 ? (
            <p>Nothing: everything of the previous run is here too.</p>
          ) : (
            <ul>
              {gone.map((alert) => (
                <li key={alert.alertId}>
                  <a href={alert.url} target="_blank" rel="noreferrer">
                    {alert.name}
                  </a>
                  {alert.timestamp === null ? null : (
                    <>
                      , newest <UtcTime iso={alert.timestamp} now={now} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
    </>
  );
}
