import { useState } from 'preact/hooks';
import { FileHealth, type FileHealthQuery, type HealthEntryKind } from '../../data/generated/person-file.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/file-blocks.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import type { TabProps } from './file-screen.tsx';
import { WithdrawEntryDialog } from './withdraw-entry-dialog.tsx';

type Health = NonNullable<FileHealthQuery['person']>;
export type Entry = Health['healthHistory'][number];

/** One kind of the health history: contraindications, diseases or allergies, to read and to keep. */
export function HealthTab({ person, mayChange, kind }: TabProps & { kind: HealthEntryKind }) {
  const { data, problem, isLoading, refresh } = useData(FileHealth, { id: person.id }, { keep: true });
  const [isAdding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Entry | null>(null);
  const health = data?.person;
  const entries = health?.healthHistory.filter((one) => one.kind === kind);
  return (
    <div class="stack">
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={4} />}
      {mayChange && (
        <div class="row no-print">
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t(`add.${kind}`)}
          </Button>
        </div>
      )}
      {entries?.length === 0 && <EmptyState icon="record" title={t('entries.none')} />}
      {entries && entries.length > 0 && (
        <ul class="card visit">
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} onWithdraw={mayChange ? () => setWithdrawing(entry) : null} />
          ))}
        </ul>
      )}
      {kind === 'contraindication' && health && <Facts health={health} />}
      {isAdding && <EntryDialog person={person} kind={kind} onClose={() => setAdding(false)} onSaved={refresh} />}
      {withdrawing && (
        <WithdrawEntryDialog
          personId={person.id}
          entry={withdrawing}
          onClose={() => setWithdrawing(null)}
          onSaved={refresh}
        />
      )}
    </div>
  );
}

function Line({ entry, onWithdraw }: { entry: Entry; onWithdraw: (() => void) | null }) {
  const name = t(`code.${entry.code}`);
  return (
    <li class="visit-row">
      <div class="grow stack-tight">
        <span class="row">
          <strong>{name}</strong>
          <span class="number">{formatDate(entry.since)}</span>
          {entry.until && <span class="muted">{t('facts.until', { date: formatDate(entry.until) })}</span>}
          {entry.withdrawnAt && <Badge>{t('entries.withdrawn', { reason: entry.withdrawnReason ?? '' })}</Badge>}
        </span>
        {entry.note && <span>{entry.note}</span>}
        <span class="small muted">
          {entry.recordedBy.displayName} · {formatInstant(entry.recordedAt)}
        </span>
      </div>
      {onWithdraw && !entry.withdrawnAt && (
        <Button variant="quiet" label={t('entries.withdrawOf', { name })} onClick={onWithdraw}>
          {t('entries.withdraw')}
        </Button>
      )}
    </li>
  );
}

/** What the schedule heeds, from the file and from the record. */
function Facts({ health: { conditions, healthFacts } }: { health: Health }) {
  const facts = healthFacts.filter((f) => !f.withdrawn);
  if (conditions.length === 0 && facts.length === 0) return null;
  return (
    <section class="card stack-tight" aria-labelledby="facts">
      <h2 id="facts">{t('facts.title')}</h2>
      <p class="small muted">{t('facts.explain')}</p>
      <ul class="visit">
        {conditions.map((code) => (
          <li key={code} class="visit-row">
            <strong>{healthFactText(code)}</strong>
          </li>
        ))}
        {facts.map(({ id, code, date, until }) => (
          <li key={id} class="visit-row">
            <span class="row">
              <strong>{healthFactText(code)}</strong>
              <span class="number">{formatDate(date)}</span>
              {until && <span class="muted">{t('facts.until', { date: formatDate(until) })}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
