import type { DeskLicenceApplicationWholeFragment } from '../../data/generated/desk.ts';
import { t } from '../../i18n/licence-application.ts';
import { locale } from '../../i18n/locale.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { isOpen } from './application-state.tsx';

/** Old and new side by side, field by field; what changes is marked in words too. */
export function Comparison({
  application,
  onlyChanged,
}: {
  application: DeskLicenceApplicationWholeFragment;
  onlyChanged: boolean;
}) {
  const all = application.comparison ?? [];
  const changed = all.filter(({ isChanged }) => isChanged);
  const rows = onlyChanged ? changed : all;
  const stands = isOpen(application);
  return (
    <>
      {changed.length === 0 && <p class="muted">{t('one.noChange')}</p>}
      {rows.length > 0 && (
        <Table
          caption={t('one.comparison')}
          hideCaption
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'field',
              head: t('one.field'),
              lead: true,
              cell: ({ label, labelEn, isChanged }) => (
                <span class="row">
                  {locale.value === 'en' ? labelEn : label}
                  {isChanged && <Badge tone="info">{t('one.changed')}</Badge>}
                </span>
              ),
            },
            {
              key: 'before',
              head: t(stands ? 'one.before' : 'one.wasBefore'),
              cell: ({ before }) => <Value text={before} />,
            },
            {
              key: 'after',
              head: t(stands ? 'one.after' : 'one.wasAfter'),
              cell: ({ after, isChanged }) =>
                isChanged ? (
                  <strong>
                    <Value text={after} />
                  </strong>
                ) : (
                  <Value text={after} />
                ),
            },
          ]}
        />
      )}
    </>
  );
}

const Value = ({ text }: { text: string }) =>
  text === '' ? <span class="muted">{t('change.empty')}</span> : <bdi class="application-value">{text}</bdi>;
