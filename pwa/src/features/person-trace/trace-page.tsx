import { spacedPersonCode } from '@miaoben/identifiers';
import { useState } from 'preact/hooks';
import { TraceChecks, TraceFile, type TraceFileQuery, TraceVisits } from '../../data/generated/person-file.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t as clinic } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/trace.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { TRACE_KINDS, type TraceKind, type TraceLine, traceLines } from './trace-lines.ts';
import { exportTrace } from './trace-sheet.ts';
import { whenText } from './when-text.ts';

/** Lines that are shown at first, and with each press more. */
const SHOWN = 100;

const ICONS: Readonly<Record<TraceKind, IconName>> = {
  file: 'record',
  move: 'people',
  visit: 'clinic',
  consent: 'check',
  dose: 'syringe',
  observation: 'clock',
  reaction: 'alert',
  certificate: 'certificate',
  check: 'school',
};

/** The whole path of a person in order of time (一人一码一档, H-01): each part asked of who owns it, shown as it comes. */
const TracePage: Screen = ({ params: { id = '' } }) => {
  const file = useData(TraceFile, { id });
  const visits = useData(TraceVisits, { id });
  const checks = useData(TraceChecks, { id });
  const parts = [file, visits, checks];
  const person = file.data?.person;
  const isLoading = parts.some((part) => part.isLoading);
  const failed = parts.find((part) => part.problem);
  const lines = traceLines({ file: person, visits: visits.data?.person, checks: checks.data?.person });
  return (
    <Page
      title={person ? `${t('title')} · ${person.name}` : t('title')}
      back={account.value?.role === 'vaccinator' ? `/child/${id}` : `/child/${id}/file`}
      aside={
        <ButtonLink icon="barcode" href="#/trace">
          {t('code.other')}
        </ButtonLink>
      }
    >
      {failed?.problem && (
        <>
          {person && <Notice tone="warn">{t('incomplete')}</Notice>}
          <ErrorBox problem={failed.problem} onRetry={failed.refresh} />
        </>
      )}
      {file.data && !file.problem && !person && <EmptyState icon="record" title={clinic('record.missing')} />}
      {person && <Head person={person} />}
      {isLoading && <Skeleton lines={6} />}
      {person && !isLoading && <Path barcode={person.barcode} lines={lines} />}
    </Page>
  );
};
export default TracePage;

function Head({ person }: { person: NonNullable<TraceFileQuery['person']> }) {
  return (
    <>
      <p class="row">
        {common(`sex.${person.sex}`)} <span class="number">{formatDate(person.birthDate)}</span>
        <span class="muted">{person.managingClinic.name}</span>
        {person.barcode && <span class="mono">{spacedPersonCode(person.barcode)}</span>}
      </p>
      {person.mergedInto && (
        <Notice tone="warn" title={t('merged')}>
          <ButtonLink href={`#/child/${person.mergedInto}/trace`}>{t('merged.open')}</ButtonLink>
        </Notice>
      )}
    </>
  );
}

function Path({ barcode, lines }: { barcode: string; lines: readonly TraceLine[] }) {
  const [kind, setKind] = useState('');
  const [most, setMost] = useState(SHOWN);
  const there = TRACE_KINDS.filter((one) => lines.some((line) => line.kind === one));
  const wanted = kind === '' ? lines : lines.filter((line) => line.kind === kind);
  if (lines.length === 0) return <EmptyState icon="record" title={t('none')} />;
  const printAll = () => {
    setMost(wanted.length);
    // After the render that shows them.
    setTimeout(() => print());
  };
  return (
    <>
      <div class="stack no-print">
        <Select
          label={t('filter.label')}
          value={kind}
          placeholder={t('filter.all')}
          options={there.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onInput={setKind}
        />
        <div class="row">
          <Button icon="download" onClick={() => void exportTrace(barcode, wanted)}>
            {t('export')}
          </Button>
          <Button icon="printer" onClick={printAll}>
            {common('action.print')}
          </Button>
        </div>
      </div>
      <p class="muted small" role="status">
        {t('count', { count: wanted.length })}
      </p>
      <Table
        caption={t('title')}
        hideCaption
        rows={wanted.slice(0, most)}
        rowKey={({ key }) => key}
        columns={[
          { key: 'when', head: t('column.when'), cell: (line) => <span class="number">{whenText(line)}</span> },
          {
            key: 'kind',
            head: t('column.kind'),
            cell: (line) => <Badge icon={ICONS[line.kind]}>{t(`kind.${line.kind}`)}</Badge>,
          },
          { key: 'what', head: t('column.what'), lead: true, cell: ({ what }) => what },
          { key: 'where', head: t('column.where'), cell: ({ where }) => where || '–' },
          { key: 'who', head: t('column.who'), cell: ({ who }) => <bdi>{who || '–'}</bdi> },
        ]}
      />
      {wanted.length > most && <Button onClick={() => setMost(most + SHOWN)}>{t('more')}</Button>}
      <p class="muted small">{t('limits')}</p>
    </>
  );
}
