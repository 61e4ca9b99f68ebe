import '../schedule-chart/schedule-chart.css';
import '../licence-type/licence-type.css';
import { useState } from 'preact/hooks';
import { LicenceCounts, Licences, type LicencesQuery, LicenceTypes } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { type Definition, readDefinition } from '../licence-type/definition.ts';
import { columnName } from '../licence-type/field-words.ts';
import { Page } from '../session/shell.tsx';
import { Filters, type FilterValue } from './filters.tsx';
import { StateBadge, validityOf } from './licence-state.tsx';

type Row = LicencesQuery['licences']['nodes'][number];

/** Licences of a type: filters and columns come from its definition. */
const LicencesPage: Screen = ({ params }) => {
  const me = useMe().data?.me;
  const { data, problem, refresh } = useData(LicenceTypes, {});
  const types = data?.licenceTypes.nodes.filter(({ definition }) => definition) ?? [];
  const slug = params.slug ?? types.find(({ slug: one }) => one === 'health_certificate')?.slug ?? types[0]?.slug;
  const type = types.find((one) => one.slug === slug);
  const mayLog = me?.role === 'cdc' || me?.role === 'inspector';
  return (
    <Page
      title={t('licences.title')}
      aside={
        <div class="row">
          <ButtonLink icon="settings" href="#/licence-types">
            {t('types.title')}
          </ButtonLink>
          {mayLog && (
            <ButtonLink icon="desk" href="#/licences/totals">
              {t('licences.totals')}
            </ButtonLink>
          )}
          {mayLog && (
            <ButtonLink icon="record" href="#/licences/log">
              {t('licences.log')}
            </ButtonLink>
          )}
        </div>
      }
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={8} />}
      <div class="coverage-choice no-print">
        {types.length > 0 && (
          <Select
            label={t('licences.type')}
            value={slug ?? ''}
            options={types.map(({ slug: value, name }) => ({ value, label: name }))}
            onInput={(next) => navigate(`/licences/of/${next}`)}
          />
        )}
        <Scan />
      </div>
      {type?.definition && (
        <Type
          key={type.slug}
          slug={type.slug}
          definition={readDefinition(type.definition)}
          mayMake={me?.role === 'cdc'}
          mayCount={mayLog}
        />
      )}
    </Page>
  );
};
export default LicencesPage;

/** A scanner types the identifier of the face and ends with Enter. */
function Scan() {
  const [text, setText] = useState('');
  return (
    <form
      class="row licence-scan"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') navigate(`/licences/${encodeURIComponent(text.trim())}`);
      }}
    >
      <TextField
        label={t('licences.scan')}
        hint={t('licences.scanHint')}
        value={text}
        autocomplete="off"
        onInput={setText}
      />
      <Button type="submit" icon="scan">
        {t('licences.open')}
      </Button>
    </form>
  );
}

function Type({
  slug,
  definition,
  mayMake,
  mayCount,
}: {
  slug: string;
  definition: Definition;
  mayMake: boolean;
  mayCount: boolean;
}) {
  const [filters, setFilters] = useState<readonly FilterValue[]>([]);
  const counts = useData(LicenceCounts, { type: slug }, { pause: !mayCount });
  const rows = counts.data?.licenceCounts ?? [];
  const sum = (some: typeof rows) => some.reduce((n, { licences }) => n + licences, 0);
  return (
    <>
      <Filters definition={definition} onSearch={setFilters} />
      <div class="row-between">
        <p class="number">
          {rows.length > 0 &&
            t('licences.total', { valid: sum(rows.filter(({ state }) => state === 'valid')), total: sum(rows) })}
        </p>
        {mayMake && (
          <ButtonLink icon="plus" href={`#/licences/make/${slug}`}>
            {t('licences.make')}
          </ButtonLink>
        )}
      </div>
      <List key={JSON.stringify(filters)} slug={slug} definition={definition} filters={filters} />
    </>
  );
}

function List({
  slug,
  definition,
  filters,
}: {
  slug: string;
  definition: Definition;
  filters: readonly FilterValue[];
}) {
  const [after, setAfter] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly Row[]>([]);
  const { data, problem, isLoading, refresh } = useData(Licences, { type: slug, filters: [...filters], after });
  const page = data?.licences;
  const rows = [...earlier, ...(page?.nodes ?? [])];
  const [lead] = definition.managementColumns;
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && rows.length === 0 && <Skeleton lines={6} />}
      {page && rows.length === 0 && (
        <EmptyState icon="search" title={t('licences.none')}>
          <p class="muted">{t('licences.noneHint')}</p>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <p class="muted small">{t('licences.masked')}</p>
          <Table
            caption={t('licences.caption')}
            hideCaption
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              ...definition.managementColumns.map((key) => ({
                key,
                head: columnName(definition, key),
                lead: key === lead,
                cell: (row: Row) =>
                  key === lead ? <a href={`#/licences/${row.id}`}>{cellOf(row, key)}</a> : cellOf(row, key),
              })),
              { key: 'state', head: t('column.$state'), cell: (row: Row) => <StateBadge state={row.state} /> },
            ]}
          />
        </>
      )}
      {page?.pageInfo.hasNextPage && (
        <Button
          busy={isLoading}
          onClick={() => {
            setEarlier(rows);
            setAfter(page.pageInfo.endCursor ?? null);
          }}
        >
          {t('licences.more')}
        </Button>
      )}
    </>
  );
}

function cellOf(row: Row, key: string) {
  if (key === '$number') return <span class="mono">{row.number}</span>;
  if (key === '$validity') return <span class="number">{validityOf(row)}</span>;
  if (key === '$state') return <StateBadge state={row.state} />;
  return <bdi>{row.columns.find((column) => column.key === key)?.value ?? ''}</bdi>;
}
