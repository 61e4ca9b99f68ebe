import { FileReactions } from '../../data/generated/person-file.ts';
import { useData } from '../../data/use-data.ts';
import { t as aefi } from '../../i18n/aefi.ts';
import { t } from '../../i18n/file-blocks.ts';
import { formatInstant } from '../../i18n/format.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import type { TabProps } from './file-screen.tsx';

/** 异常反应史: suspected reactions after vaccination, the last first; they are kept in their own procedure. */
export function ReactionsTab({ person, mayChange }: TabProps) {
  const { data, problem, isLoading, refresh } = useData(FileReactions, { id: person.id }, { keep: true });
  const events = data?.person?.adverseEvents;
  return (
    <div class="stack">
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={4} />}
      {mayChange && (
        <div class="row no-print">
          <ButtonLink icon="plus" href={`#/child/${person.id}/aefi`}>
            {t('reactions.report')}
          </ButtonLink>
        </div>
      )}
      {events?.length === 0 && <EmptyState icon="record" title={t('reactions.none')} />}
      {events && events.length > 0 && (
        <Table
          caption={t('tab.reactions')}
          hideCaption
          rows={events}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'number',
              head: t('reactions.number'),
              lead: true,
              cell: ({ id, number }) => (
                <a class="mono" href={`#/aefi/${id}`}>
                  {number}
                </a>
              ),
            },
            {
              key: 'vaccine',
              head: t('reactions.vaccine'),
              cell: ({ suspects }) => suspects.map((s) => s.vaccine.name).join('、'),
            },
            { key: 'onset', head: t('reactions.onset'), cell: ({ onsetAt }) => formatInstant(onsetAt) },
            { key: 'state', head: t('reactions.state'), cell: ({ state }) => aefi(`state.${state}`) },
            { key: 'cause', head: t('reactions.cause'), cell: ({ cause }) => (cause ? aefi(`cause.${cause}`) : '—') },
          ]}
        />
      )}
    </div>
  );
}
