import './divisions.css';
import { useState } from 'preact/hooks';
import { DivisionOrders } from '../../data/generated/divisions.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/division.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { ChangeForm } from './change-form.tsx';
import { type Change, changesOf } from './change-list.ts';
import { OrderList } from './order-list.tsx';
import { PreviewDialog } from './preview-dialog.tsx';

/** Changes of divisions (区划变更, J-09): a list of them, its preview, its making, the history and the way back. */
const DivisionsPage: Screen = () => {
  const orders = useData(DivisionOrders, {});
  const [changes, setChanges] = useState<readonly Change[]>([]);
  const [isPreview, setPreview] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const read = async (file: File) => {
    try {
      // A tenth of the app: only who imports needs it.
      const { readXlsx } = await import('../../data/read-sheet.ts');
      const { sheets } = await readXlsx(new Uint8Array(await file.arrayBuffer()));
      const found = changesOf(sheets[0]?.rows ?? []);
      setChanges([...changes, ...found.changes]);
      setFault(found.unknown.length > 0 ? t('import.badRows', { rows: found.unknown.join(', ') }) : null);
    } catch {
      setFault(t('import.bad'));
    }
  };
  return (
    <Page title={t('page.title')}>
      <p class="muted">{t('page.explain')}</p>
      <ChangeForm onAdd={(change) => setChanges([...changes, change])} />
      <FileDrop label={t('import.drop')} hint={t('import.hint')} accept=".xlsx" onFile={(file) => void read(file)} />
      {fault && <Notice tone="warn" title={fault} />}
      {changes.length > 0 && (
        <section class="stack">
          <Table
            caption={t('list.title')}
            rows={changes.map((change, place) => ({ ...change, place }))}
            rowKey={({ place }) => place}
            columns={[
              { key: 'kind', head: t('list.kind'), lead: true, cell: ({ kind }) => t(`kind.${kind}`) },
              { key: 'from', head: t('list.from'), cell: ({ from }) => <span class="mono">{from ?? ''}</span> },
              { key: 'to', head: t('list.to'), cell: ({ to }) => <span class="mono">{to ?? ''}</span> },
              { key: 'name', head: t('list.name'), cell: ({ name }) => name ?? '' },
              {
                key: 'act',
                head: '',
                cell: ({ place }) => (
                  <Button variant="quiet" onClick={() => setChanges(changes.filter((_, i) => i !== place))}>
                    {t('list.remove')}
                  </Button>
                ),
              },
            ]}
          />
          <span>
            <Button variant="primary" onClick={() => setPreview(true)}>
              {t('list.preview')}
            </Button>
          </span>
        </section>
      )}
      {orders.problem && <ErrorBox problem={orders.problem} onRetry={orders.refresh} />}
      {!orders.data && !orders.problem && <Skeleton lines={4} />}
      {orders.data && <OrderList orders={orders.data.divisionOrders} onChange={orders.refresh} />}
      {isPreview && (
        <PreviewDialog
          changes={changes}
          onClose={(isDone) => {
            setPreview(false);
            if (!isDone) return;
            setChanges([]);
            orders.refresh();
          }}
        />
      )}
    </Page>
  );
};
export default DivisionsPage;
