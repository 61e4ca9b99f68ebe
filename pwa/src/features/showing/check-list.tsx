import { useState } from 'preact/hooks';
import { CollectionChecks } from '../../data/generated/desk.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { PageList } from './page-list.tsx';

/** Every check of the right to upload: who, when, with which result (J-41). */
export function CheckList() {
  const [deniedOnly, setDeniedOnly] = useState(false);
  const pages = usePages(CollectionChecks, { allowed: deniedOnly ? false : null }, (data) => data.collectionChecks);
  return (
    <>
      <Checkbox checked={deniedOnly} onChange={setDeniedOnly}>
        {t('rights.deniedOnly')}
      </Checkbox>
      <PageList
        caption={t('rights.checks')}
        empty={t('rights.checksNone')}
        icon="record"
        pages={pages}
        columns={[
          { key: 'type', head: t('batch.type'), lead: true, cell: ({ typeName }) => typeName || '–' },
          { key: 'who', head: t('rights.who'), cell: ({ organisation, accountId }) => organisation?.name ?? accountId },
          { key: 'action', head: t('rights.action'), cell: ({ action }) => t(`rights.action.${action}`) },
          { key: 'at', head: t('batch.time'), cell: ({ at }) => formatInstant(at) },
          {
            key: 'result',
            head: t('batch.result'),
            cell: ({ allowed }) => (
              <Badge tone={allowed ? 'good' : 'bad'}>{t(allowed ? 'rights.allowed' : 'rights.denied')}</Badge>
            ),
          },
        ]}
      />
    </>
  );
}
