import '../administration/administration.css';
import '../issuing/issuing.css';
import { useState } from 'preact/hooks';
import { LicencesOfHolder, type LicencesOfHolderQuery } from '../../data/generated/desk.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { StateBadge } from './licence-state.tsx';

type Held = LicencesOfHolderQuery['licencesOfHolder'][number];

/** What one holder has of all types, in one list. The number stays in the form: no address carries it. */
const HolderPage: Screen = () => {
  const [text, setText] = useState('');
  const [holder, setHolder] = useState('');
  return (
    <Page title={t('holder.title')} back="/certificates">
      <p class="muted">{t('holder.explain')}</p>
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          setHolder(text.trim());
        }}
      >
        <TextField label={t('holder.search')} type="search" value={text} onInput={setText} autocomplete="off" />
        <div class="row filter-buttons">
          <Button type="submit" variant="primary" icon="search" disabled={text.trim() === ''}>
            {t('holder.go')}
          </Button>
        </div>
      </form>
      {holder && <Found key={holder} holder={holder} />}
    </Page>
  );
};
export default HolderPage;

function Found({ holder }: { holder: string }) {
  const { data, problem, isLoading, refresh } = useData(LicencesOfHolder, { holder });
  const held = data?.licencesOfHolder;
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!held && isLoading && <Skeleton lines={4} />}
      {held?.length === 0 && (
        <EmptyState icon="certificate" title={t('holder.none')}>
          <p class="muted">{t('holder.noneHint')}</p>
        </EmptyState>
      )}
      {held && held.length > 0 && (
        <Table caption={t('holder.title')} hideCaption rows={held} rowKey={({ id }) => id} columns={columns()} />
      )}
    </>
  );
}

const nameOf = ({ typeName, typeNameEn }: Held): string => (locale.value === 'en' ? typeNameEn : typeName);

/** The store of licences opens at the desks of disease control. */
function typeCell(held: Held) {
  const opens = held.isLicence && account.value?.role !== 'vaccinator';
  return opens ? <a href={`#/licences/${encodeURIComponent(held.id)}`}>{nameOf(held)}</a> : nameOf(held);
}

const columns = (): Column<Held>[] => [
  {
    key: 'name',
    head: t('holder.name'),
    lead: true,
    cell: ({ holderName }) => (
      <strong>
        <bdi>{holderName}</bdi>
      </strong>
    ),
  },
  { key: 'phone', head: t('holder.phone'), cell: ({ phone }) => <span class="number">{phone ?? '–'}</span> },
  { key: 'type', head: t('holder.type'), cell: typeCell },
  { key: 'state', head: t('column.$state'), cell: ({ state }) => <StateBadge state={state} /> },
  { key: 'number', head: t('column.$number'), cell: ({ number }) => <span class="mono">{number}</span> },
  {
    key: 'issuer',
    head: t('holder.issuer'),
    cell: ({ issuerName, validTo }) => (
      <span class="stack-none">
        <span>{issuerName}</span>
        <span class="muted small">
          {validTo ? t('holder.until', { date: formatDate(validTo) }) : t('licence.forever')}
        </span>
      </span>
    ),
  },
];
