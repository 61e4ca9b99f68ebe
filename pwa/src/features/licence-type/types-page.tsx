import '../schedule-chart/schedule-chart.css';
import './licence-type.css';
import { useState } from 'preact/hooks';
import { LicenceTypes } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/licence.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { DateField, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { mayChangeSchedule } from '../schedule-change/may-change.ts';
import { Page } from '../session/shell.tsx';
import { readDefinition } from './definition.ts';

/** Standard query (J-38): the types by name and time of creation, each a way down to its fields. */
const TypesPage: Screen = () => {
  const [name, setName] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const me = useMe().data?.me;
  const { data, problem, isLoading, refresh } = useData(LicenceTypes, {
    name: name.trim() || null,
    createdFrom: from || null,
    createdTo: to || null,
  });
  const types = data?.licenceTypes.nodes ?? [];
  return (
    <Page
      title={t('types.title')}
      aside={
        mayChangeSchedule(me) && (
          <ButtonLink icon="plus" href="#/licence-types/new">
            {t('types.new')}
          </ButtonLink>
        )
      }
    >
      <p class="muted">{t('types.explain')}</p>
      <div class="coverage-choice no-print">
        <TextField type="search" label={t('types.name')} value={name} maxLength={60} onInput={setName} />
        <DateField label={t('types.from')} value={from} optional {...(to && { max: to })} onInput={setFrom} />
        <DateField label={t('types.to')} value={to} optional {...(from && { min: from })} onInput={setTo} />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && !data && <Skeleton lines={8} />}
      {data && types.length === 0 && <EmptyState icon="search" title={t('types.none')} />}
      {types.length > 0 && (
        <Table
          caption={t('types.title')}
          hideCaption
          rows={types}
          rowKey={({ code }) => code}
          columns={[
            {
              key: 'name',
              head: t('types.title'),
              lead: true,
              cell: ({ slug, name: title }) => <a href={`#/licence-types/${slug}`}>{title}</a>,
            },
            { key: 'code', head: t('types.code'), cell: ({ code }) => <span class="mono small">{code}</span> },
            {
              key: 'fields',
              head: t('types.fields'),
              end: true,
              cell: ({ definition }) => (
                <span class="number">{definition ? readDefinition(definition).fields.length : '—'}</span>
              ),
            },
            {
              key: 'version',
              head: t('types.version'),
              cell: ({ version }) =>
                version ? (
                  <Badge tone="good">{t('version.n', { version })}</Badge>
                ) : (
                  <Badge>{t('types.notActive')}</Badge>
                ),
            },
            {
              key: 'created',
              head: t('types.created'),
              cell: ({ createdAt }) => <span class="number">{formatInstant(createdAt)}</span>,
            },
          ]}
        />
      )}
    </Page>
  );
};
export default TypesPage;
