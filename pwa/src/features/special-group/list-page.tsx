import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { type SpecialGroup, SpecialGroupFile, SpecialGroupList } from '../../data/generated/person-file.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { usePages } from '../../data/use-pages.ts';
import { ageText } from '../../i18n/age.ts';
import { t as desk } from '../../i18n/desk.ts';
import { t as blocks } from '../../i18n/file-blocks.ts';
import { formatDate } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { t } from '../../i18n/own-file.ts';
import { currentDay } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { useMe } from '../administration/use-me.ts';
import { Page } from '../session/shell.tsx';
import { OpenDeclarations } from './open-declarations.tsx';

const GROUPS = ['all', 'pregnant', 'immunocompromised'] as const;
type Choice = (typeof GROUPS)[number];
const asked = (choice: Choice): SpecialGroup | null => (choice === 'all' ? null : choice);

/** 特殊人群 of the area: who is pregnant or has lowered immunity, on the screen and as Excel. */
const SpecialGroupsPage: Screen = () => {
  const me = useMe();
  const division = me.data?.me.divisions[0]?.code;
  const [choice, setChoice] = useState<Choice>('all');
  const [refused, setRefused] = useState<Problem | null>(null);
  const exportList = async (code: string) =>
    setRefused(
      await download(SpecialGroupFile, { division: code, group: asked(choice) }, (data) => data.specialGroupFile),
    );
  return (
    <Page
      title={t('groups.title')}
      back={account.value?.role === 'vaccinator' ? '/due' : undefined}
      aside={
        division && (
          <Button icon="download" onClick={() => void exportList(division)}>
            {t('groups.export')}
          </Button>
        )
      }
    >
      {account.value?.role === 'vaccinator' && <OpenDeclarations />}
      <p class="muted">{t('groups.explain')}</p>
      <Segmented
        legend={t('groups.which')}
        value={choice}
        options={GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))}
        onChange={(value) => setChoice(value as Choice)}
      />
      {refused && <ErrorBox problem={refused} />}
      {me.problem && !me.data && <ErrorBox problem={me.problem} onRetry={me.refresh} />}
      {division && <List key={choice} division={division} group={asked(choice)} />}
    </Page>
  );
};
export default SpecialGroupsPage;

function List({ division, group }: { division: string; group: SpecialGroup | null }) {
  const pages = usePages(
    SpecialGroupList,
    { division, group },
    // A page is told apart by its person.
    ({ specialGroupList: { nodes, pageInfo } }) => ({
      nodes: nodes.map((node) => ({ ...node, id: node.person.id })),
      pageInfo,
    }),
  );
  const { nodes, problem, isLoading, hasMore, more } = pages;
  const isClinic = account.value?.role === 'vaccinator';
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={5} />}
      {nodes?.length === 0 && <EmptyState icon="people" title={t(group ? 'groups.noneOfGroup' : 'groups.none')} />}
      {nodes && nodes.length > 0 && (
        <Table
          caption={t('groups.title')}
          hideCaption
          rows={nodes}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              head: blocks('files.name'),
              lead: true,
              cell: ({ id, person }) => (
                <a href={isClinic ? `#/child/${id}` : `#/child/${id}/file?tab=contraindications`}>
                  <bdi>{person.name}</bdi>
                </a>
              ),
            },
            { key: 'age', head: t('groups.age'), cell: ({ birthDate }) => ageText(birthDate, currentDay()) },
            {
              key: 'group',
              head: t('groups.which'),
              cell: ({ groups }) => groups.map((g) => t(`group.${g}`)).join('、'),
            },
            { key: 'states', head: t('groups.states'), cell: ({ states }) => states.map(healthFactText).join('、') },
            { key: 'until', head: t('groups.until'), cell: ({ until }) => (until ? formatDate(until) : '—') },
            { key: 'place', head: blocks('files.place'), cell: ({ person }) => person.residence.name },
            { key: 'clinic', head: blocks('files.clinic'), cell: ({ person }) => person.managingClinic.name },
          ]}
        />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {desk('list.more')}
        </Button>
      )}
    </>
  );
}
