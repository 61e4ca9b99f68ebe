import { useState } from 'preact/hooks';
import { SignOffRecords, type SignOffRecordsQuery } from '../../data/generated/clinic.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/consent.ts';
import { formatTime } from '../../i18n/format.ts';
import { t as visitTexts } from '../../i18n/visit.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { confirmedText, FingerprintWays } from '../fingerprint/fingerprint-line.tsx';

type Visit = SignOffRecordsQuery['visits']['nodes'][number];

const rowsOf = ({ id, person, steps }: Visit) =>
  steps.flatMap((step) =>
    step.kind === 'registration_signed' || step.kind === 'vaccination_signed'
      ? [{ id: `${id} ${step.seq}`, person, step, kind: step.kind }]
      : [],
  );

/** Sign-offs of the clinic's day: who signed what, and whether with a photo, a fingerprint or neither (H-10). */
export function SignOffs({ day }: { day: string }) {
  const [round, setRound] = useState(0);
  // From the start: what was changed may stand on an earlier page.
  return <List key={round} day={day} onChanged={() => setRound(round + 1)} />;
}

function List({ day, onChanged }: { day: string; onChanged: () => void }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(SignOffRecords, { day }, (data) => data.visits);
  const rows = (nodes ?? []).flatMap(rowsOf);
  const isAway = problem?.code === 'OFFLINE' || problem?.code === 'UNAVAILABLE';
  return (
    <>
      {isAway ? (
        <Notice tone="warn">{t('records.online')}</Notice>
      ) : (
        problem && <ErrorBox problem={problem} onRetry={more} />
      )}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {nodes && rows.length === 0 && !hasMore && <EmptyState icon="record" title={t('records.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('records.signOffs')}
          hideCaption
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'child',
              head: t('records.child'),
              lead: true,
              cell: ({ person }) => (
                <a href={`#/child/${person.id}`}>
                  <bdi>{person.name}</bdi>
                </a>
              ),
            },
            {
              key: 'what',
              head: t('records.what'),
              cell: ({ kind, step }) => (
                <span class="row">
                  {visitTexts(`kind.${kind}`)}
                  {step.undone && <Badge tone="warn">{t('records.undone')}</Badge>}
                </span>
              ),
            },
            { key: 'by', head: t('by'), cell: ({ step }) => <bdi>{step.by.displayName}</bdi> },
            { key: 'at', head: t('at'), cell: ({ step }) => <span class="number">{formatTime(step.at)}</span> },
            {
              key: 'confirmed',
              head: t('records.confirmed'),
              cell: ({ step }) => (
                <span class="stack-tight">
                  <span>
                    {[step.photoId ? t('records.photo') : null, confirmedText(step)].filter(Boolean).join(' · ') ||
                      t('records.unconfirmed')}
                  </span>
                  {step.fingerprint && <FingerprintWays fingerprint={step.fingerprint} onChanged={onChanged} />}
                </span>
              ),
            },
          ]}
        />
      )}
      {hasMore && (
        <Button busy={isLoading} onClick={more}>
          {t('records.more')}
        </Button>
      )}
    </>
  );
}
