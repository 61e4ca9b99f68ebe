import './coverage.css';
import { useState } from 'preact/hooks';
import { CoverageChildren, type CoverageChildrenQuery } from '../../data/generated/desk.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { useDivisionPath } from './breadcrumb.tsx';
import { slotText } from './figures.ts';

type Child = CoverageChildrenQuery['coverageChildren']['nodes'][number];
const DONE = { all: null, done: true, missing: false } as const;

/** The children behind one figure of the report. */
const ChildrenPage: Screen = ({ params }) => {
  const { division = '', cohort = '', slot = '' } = params;
  const [which, setWhich] = useState<keyof typeof DONE>('missing');
  const roots = useMe().data?.me.divisions.map(({ code }) => code) ?? [];
  const name = useDivisionPath(division, roots).at(-1)?.name ?? '';
  const { nodes, problem, isLoading, hasMore, more } = usePages(
    CoverageChildren,
    { division, cohort: Number(cohort), slot, done: DONE[which] },
    (data) => data.coverageChildren,
  );
  return (
    <Page title={slotText(slot)} back={`/coverage/${division}`}>
      <div class="row-between">
        <p>{t('children.of', { division: name, cohort })}</p>
        <Segmented
          legend={t('children.which')}
          value={which}
          options={[
            { value: 'missing', label: t('children.missing') },
            { value: 'done', label: t('children.done') },
            { value: 'all', label: t('children.all') },
          ]}
          onChange={(value) => setWhich(value as keyof typeof DONE)}
        />
      </div>
      <p class="muted small">{t('children.audited')}</p>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && (
        <EmptyState icon="check" title={t(which === 'missing' ? 'children.noneMissing' : 'children.none')} />
      )}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('children.caption')}
          hideCaption
          columns={columns()}
          rows={nodes}
          rowKey={({ person }) => person.id}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
    </Page>
  );
};
export default ChildrenPage;

const columns = (): Column<Child>[] => [
  { key: 'name', head: t('children.name'), lead: true, cell: ({ person }) => <bdi>{person.name}</bdi> },
  { key: 'sex', head: t('children.sex'), cell: ({ person }) => common(`sex.${person.sex}`) },
  { key: 'born', head: t('children.born'), cell: ({ birthDate }) => formatDate(birthDate) },
  { key: 'state', head: t('children.state'), cell: (child) => <State child={child} /> },
  { key: 'date', head: t('children.date'), cell: ({ date }) => (date ? formatDate(date) : '–') },
  { key: 'clinic', head: t('children.clinic'), cell: ({ person }) => person.managingClinic.name },
];

function State({ child: { done, timely } }: { child: Child }) {
  if (!done) return <Badge tone="warn">{t('children.notGiven')}</Badge>;
  return (
    <Badge tone={timely === false ? 'neutral' : 'good'} icon={timely === false ? 'clock' : 'check'}>
      {timely === false ? t('children.late') : t('children.timely')}
    </Badge>
  );
}
