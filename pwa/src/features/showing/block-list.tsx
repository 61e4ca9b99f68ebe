import { useState } from 'preact/hooks';
import { LiftShowingBlock, ShowingBlocks, type ShowingBlocksQuery } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t } from '../../i18n/collection.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ReasonDialog } from '../collection/reason-dialog.tsx';
import { PageList } from './page-list.tsx';

type Block = ShowingBlocksQuery['showingBlocks']['nodes'][number];

/** Systems that used up the calls of a day; the security administrator lifts the block (用证解封). */
export function BlockList({ maySet }: { maySet: boolean }) {
  const [round, setRound] = useState(0);
  return <Blocks key={round} maySet={maySet} onChanged={() => setRound(round + 1)} />;
}

function Blocks({ maySet, onChanged }: { maySet: boolean; onChanged: () => void }) {
  const pages = usePages(ShowingBlocks, {}, (data) => data.showingBlocks);
  const [lifting, setLifting] = useState<Block | null>(null);
  const [commandId] = useState(newId);
  return (
    <>
      <PageList
        caption={t('rights.blocks')}
        empty={t('blocks.none')}
        icon="check"
        pages={pages}
        columns={[
          {
            key: 'system',
            head: t('traces.system'),
            lead: true,
            cell: ({ accountId }) => <span class="mono small">{accountId}</span>,
          },
          { key: 'type', head: t('batch.type'), cell: ({ typeName }) => typeName },
          { key: 'since', head: t('blocks.since'), cell: ({ blockedAt }) => formatInstant(blockedAt) },
          {
            key: 'calls',
            head: t('blocks.calls'),
            end: true,
            cell: ({ calls }) => <span class="number">{calls}</span>,
          },
          {
            key: 'do',
            head: t('rights.action'),
            cell: (block) => maySet && <Button onClick={() => setLifting(block)}>{t('blocks.lift')}</Button>,
          },
        ]}
      />
      {lifting && (
        <ReasonDialog
          title={t('blocks.liftOf', { system: lifting.accountId })}
          ask={t('blocks.liftAsk')}
          action={t('blocks.lift')}
          done={t('blocks.lifted')}
          run={(reason) => mutate(LiftShowingBlock, { commandId, id: lifting.id, reason })}
          onClose={(changed) => (changed ? onChanged() : setLifting(null))}
        />
      )}
    </>
  );
}
