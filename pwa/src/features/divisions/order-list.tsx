import { useState } from 'preact/hooks';
import { DivisionFollow, type DivisionOrderPartsFragment, UndoDivisionOrder } from '../../data/generated/divisions.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/division.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState } from '../../ui/feedback.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';

type Order = DivisionOrderPartsFragment;
const POLL_MS = 1_000;

/** Changes that were made, how far the files are, and the way back. */
export function OrderList({ orders, onChange }: { orders: readonly Order[]; onChange: () => void }) {
  const [undoing, setUndoing] = useState<Order | null>(null);
  if (orders.length === 0) return <EmptyState icon="record" title={t('history.none')} />;
  return (
    <>
      <Table
        caption={t('history.title')}
        rows={orders}
        rowKey={({ id }) => id}
        columns={[
          { key: 'what', head: t('history.what'), lead: true, cell: ({ changes }) => <Changes changes={changes} /> },
          { key: 'at', head: t('history.at'), cell: ({ at }) => <span class="number">{formatInstant(at)}</span> },
          { key: 'reason', head: t('history.reason'), cell: ({ reason }) => reason },
          { key: 'by', head: t('history.by'), cell: ({ by }) => by?.displayName ?? '' },
          { key: 'state', head: t('history.state'), cell: ({ id, undoneAt }) => <Follow key={undoneAt} order={id} /> },
          {
            key: 'act',
            head: '',
            cell: (order) =>
              order.undoneAt ? (
                <Badge tone="neutral">{t('history.undone')}</Badge>
              ) : (
                <Button icon="undo" onClick={() => setUndoing(order)}>
                  {t('history.undo')}
                </Button>
              ),
          },
        ]}
      />
      {undoing && (
        <UndoDialog
          order={undoing}
          onClose={(isDone) => {
            setUndoing(null);
            if (isDone) onChange();
          }}
        />
      )}
    </>
  );
}

const Changes = ({ changes }: Pick<Order, 'changes'>) => (
  <span class="stack-tight">
    {changes.map(({ kind, from, to, name }) => (
      <span key={`${kind} ${from} ${to}`}>
        {t(`kind.${kind}`)} <span class="mono">{[from, to].filter(Boolean).join(' → ')}</span> {name}
      </span>
    ))}
  </span>
);

/** How far the files are, asked again while they move. */
function Follow({ order }: { order: string }) {
  const { data } = usePolled(
    DivisionFollow,
    { order },
    ({ divisionFollow: { state } }) => state === 'waiting' || state === 'running' || state === 'undoing',
    POLL_MS,
  );
  const follow = data?.divisionFollow;
  if (!follow) return null;
  const { state, written, restored, kept } = follow;
  const text = {
    waiting: t('follow.waiting'),
    running: t('follow.running', { written }),
    done: t('follow.done', { written }),
    undoing: t('follow.undoing', { restored }),
    undone: t('follow.undone', { restored, kept }),
  }[state];
  return <span role="status">{text}</span>;
}

function UndoDialog({ order, onClose }: { order: Order; onClose: (isDone: boolean) => void }) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const undo = async () => {
    setBusy(true);
    const answer = await mutate(UndoDivisionOrder, { commandId, id: order.id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('undo.done'));
    onClose(true);
  };
  return (
    <Dialog
      title={t('undo.title')}
      onClose={() => onClose(false)}
      actions={
        <Button variant="danger" busy={busy} onClick={() => void undo()}>
          {t('history.undo')}
        </Button>
      }
    >
      <Changes changes={order.changes} />
      <p>{t('undo.explain')}</p>
      {problem?.reason === 'wrong_state' ? (
        <p role="alert">{t('undo.refused')}</p>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
    </Dialog>
  );
}
