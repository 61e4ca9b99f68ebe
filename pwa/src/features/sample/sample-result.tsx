import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { PersonSample, PersonSampleFile, type PersonSampleQuery } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t as paper } from '../../i18n/paper.ts';
import { t } from '../../i18n/sample.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { StateBadge } from '../paper/state-badge.tsx';
import { Found } from './found.tsx';
import type { Asked } from './sample-form.tsx';
import { TakeAlong } from './take-along.tsx';

/** What was drawn: the share of each unit, the files, and the sheet to take along. */
export function SampleResult({ asked, onLocked }: { asked: Asked; onLocked: () => void }) {
  const { data, problem, isLoading, refresh } = useData(PersonSample, { input: asked });
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportFile = async () =>
    setRefused(await download(PersonSampleFile, { input: asked }, (answer) => answer.personSampleFile));
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (isLoading || !data) return <Skeleton lines={8} />;
  const { seed, population, strata, persons } = data.personSample;
  if (persons.length === 0)
    return (
      <EmptyState icon="search" title={t('result.none')}>
        <p>{t('result.noneHint')}</p>
      </EmptyState>
    );
  return (
    <section class="stack">
      <div class="row-between">
        <p role="status">{t('result.summary', { seed, population, drawn: persons.length })}</p>
        <span class="row no-print">
          <Button icon="download" onClick={() => void exportFile()}>
            {t('result.export')}
          </Button>
          <Button icon="printer" onClick={() => window.print()}>
            {t('result.print')}
          </Button>
        </span>
      </div>
      {refused && <ErrorBox problem={refused} />}
      <div class="no-print">
        <TakeAlong sample={data.personSample} onLocked={onLocked} />
      </div>
      <Found sample={data.personSample} />
      <Table
        caption={t('strata.title')}
        rows={strata}
        rowKey={({ unit }) => unit.id}
        columns={[
          { key: 'unit', head: t('strata.unit'), lead: true, cell: ({ unit }) => unit.name },
          { key: 'population', head: t('strata.population'), end: true, cell: (row) => row.population },
          { key: 'drawn', head: t('strata.drawn'), end: true, cell: ({ drawn }) => drawn },
        ]}
      />
      <Table
        caption={t('persons.title')}
        rows={persons.map((person, index) => ({ ...person, place: index + 1 }))}
        rowKey={({ id }) => id}
        columns={[
          { key: 'place', head: t('persons.place'), end: true, cell: ({ place }) => place },
          { key: 'name', head: t('persons.name'), lead: true, cell: ({ name }) => <bdi>{name}</bdi> },
          { key: 'sex', head: t('persons.sex'), cell: ({ sex }) => common(`sex.${sex}`) },
          {
            key: 'born',
            head: t('persons.born'),
            cell: ({ birthDate }) => <span class="number">{formatDate(birthDate)}</span>,
          },
          { key: 'state', head: t('persons.state'), cell: (row) => clinic(`person.state.${row.registrationState}`) },
          { key: 'barcode', head: t('persons.barcode'), cell: ({ barcode }) => <span class="mono">{barcode}</span> },
          { key: 'unit', head: t('strata.unit'), cell: ({ managingClinic }) => managingClinic.name },
          { key: 'paper', head: paper('carrier.booklet'), cell: ({ paperCopies }) => <Booklet copies={paperCopies} /> },
        ]}
      />
    </section>
  );
}

/** What a visit holds the family's booklet against. */
export function Booklet({ copies }: { copies: PersonSampleQuery['personSample']['persons'][number]['paperCopies'] }) {
  const copy = copies.find(({ carrier, inUse }) => carrier === 'booklet' && inUse);
  return (
    <span class="row">
      <StateBadge state={copy?.state ?? 'none'} />
      {copy?.number && <span class="mono">{copy.number}</span>}
    </span>
  );
}
