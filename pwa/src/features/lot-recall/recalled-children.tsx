import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { RecalledDoses, RecalledDosesFile, type RecalledDosesQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/recall.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';

type Row = RecalledDosesQuery['recalledDoses']['nodes'][number];

/** The children of an area who got the lot, to be called; also as .xlsx. */
export function RecalledChildren({ recallId }: { recallId: string }) {
  const me = useMe();
  const divisions = me.data?.me.divisions ?? [];
  const [chosen, setChosen] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  const division = chosen || divisions[0]?.code;
  const exportFile = async (of: string) =>
    setRefused(await download(RecalledDosesFile, { recallId, division: of }, (answer) => answer.recalledDosesFile));
  return (
    <section class="stack">
      <div class="row-between">
        <h2>{t('children.title')}</h2>
        {division && (
          <Button icon="download" onClick={() => void exportFile(division)}>
            {t('children.export')}
          </Button>
        )}
      </div>
      <p class="muted small">{t('children.explain')}</p>
      {divisions.length > 1 && (
        <Select
          label={t('children.division')}
          value={division ?? ''}
          options={divisions.map(({ code, name }) => ({ value: code, label: name }))}
          onInput={setChosen}
        />
      )}
      {me.problem && <ErrorBox problem={me.problem} onRetry={me.refresh} />}
      {refused && <ErrorBox problem={refused} />}
      {division && <Children key={division} recallId={recallId} division={division} />}
    </section>
  );
}

function Children({ recallId, division }: { recallId: string; division: string }) {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly Row[]>([]);
  const { data, problem, isLoading, refresh } = useData(RecalledDoses, { recallId, division, after });
  const page = data?.recalledDoses;
  const rows = [...earlier, ...(page?.nodes ?? [])];
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {page && rows.length === 0 && <EmptyState icon="check" title={t('children.none')} />}
      {rows.length > 0 && (
        <Table
          caption={t('children.title')}
          hideCaption
          rows={rows.map((row, place) => ({ ...row, place }))}
          rowKey={({ place }) => place}
          columns={[
            { key: 'name', head: t('children.name'), lead: true, cell: ({ person }) => <bdi>{person.name}</bdi> },
            {
              key: 'born',
              head: t('children.born'),
              cell: ({ birthDate }) => <span class="number">{formatDate(birthDate)}</span>,
            },
            {
              key: 'guardian',
              head: t('children.guardian'),
              cell: ({ person: { guardians } }) =>
                guardians[0] ? (
                  <>
                    <bdi>{guardians[0].name}</bdi> <span class="number">{guardians[0].phone}</span>
                  </>
                ) : (
                  ''
                ),
            },
            {
              key: 'given',
              head: t('children.given'),
              cell: ({ date }) => <span class="number">{formatDate(date)}</span>,
            },
            { key: 'clinic', head: t('children.clinic'), cell: ({ clinic }) => clinic?.name ?? '' },
            { key: 'managing', head: t('children.managing'), cell: ({ managingClinic }) => managingClinic.name },
            {
              key: 'due',
              head: t('children.due'),
              cell: ({ dueFrom }) =>
                dueFrom ? <span class="number">{formatDate(dueFrom)}</span> : <span>{t('children.noDue')}</span>,
            },
          ]}
        />
      )}
      {page?.pageInfo.hasNextPage && (
        <Button
          busy={isLoading}
          onClick={() => {
            setEarlier(rows);
            setAfter(page.pageInfo.endCursor ?? null);
          }}
        >
          {t('children.more')}
        </Button>
      )}
    </>
  );
}
