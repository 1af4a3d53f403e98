import { type Fact, FactList } from "@/components/ui/fact-list";
import { Panel, Stack } from "@/components/ui/panel";
import { Muted } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import type { RunDto } from "@/lib/alerts/types";

type Gone = { alertId: string; name: string; url: string; timestamp: string | null };

type Props = { run: RunDto; asked: readonly Fact[]; gone: readonly Gone[]; now: Date };

/** What was asked, what the broker says about it, and what the previous run had that this one has not. */
export function RunContext({ run, asked, gone, now }: Props) {
  const { facts = [], notes = [] } = run.context ?? {};
  return (
    <>
      <Panel title="What was asked" id="asked">
        <FactList
          facts={[
            ...asked,
            {
              label: "Finished",
              value:
                run.finishedAt === null ? "not yet" : <UtcTime iso={run.finishedAt} precision="second" now={now} />,
            },
          ]}
        />
      </Panel>
      {facts.length + notes.length === 0 ? null : (
        <Panel title="What the broker says about it" id="context">
          <Stack>
            {facts.length === 0 ? null : (
              <FactList
                facts={facts.map((fact) => ({
                  label: fact.label,
                  value: fact.url ? <a href={fact.url}>{fact.value}</a> : fact.value,
                }))}
              />
            )}
            {notes.map((note) => (
              <p key={note}>
                <Muted>{note}</Muted>
              </p>
            ))}
          </Stack>
        </Panel>
      )}
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
