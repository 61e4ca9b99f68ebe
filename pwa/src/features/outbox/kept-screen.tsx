import { isOpen } from '@miaoben/sync';
import { useState } from 'preact/hooks';
import { KeptEntries, type KeptEntryAct, SettleKeptEntries } from '../../data/generated/devices.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import { formatInstant } from '../../i18n/format.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { journal } from '../../offline/outbox-store.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { detailOf } from './entry-card.tsx';
import { adoptAll, chainsOf, entryOf, type Kept } from './kept-entry.ts';

const TONES: Record<Kept['state'], Tone> = {
  open: 'bad',
  handed_back: 'warn',
  taken: 'info',
  set_aside: 'neutral',
  settled: 'good',
};
const isWaiting = ({ state }: Kept): boolean => state === 'open' || state === 'handed_back';

/**
 * The supervisor's desk: what tablets of the unit could not get through, whoever typed it; for disease control that of inspectors and disease
 * control in its area, whose units have no master account; for others their own.
 */
const KeptScreen: Screen = () => {
  const { data, problem, isLoading, refresh } = useData(KeptEntries, {});
  const isDesk = account.value?.role === 'cdc';
  const isMaster = isDesk || data?.me.unitMaster === true;
  const all = data?.keptEntries ?? [];
  const waiting = chainsOf(all.filter(isWaiting));
  const settled = all.filter((kept) => !isWaiting(kept));
  return (
    <Page title={isMaster ? t('kept.title') : t('kept.titleOwn')} back="/outbox">
      <p class="muted">{t(isDesk ? 'kept.explainDesk' : isMaster ? 'kept.explain' : 'kept.explainOwn')}</p>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && waiting.length === 0 && <EmptyState icon="check" title={t('kept.none')} />}
      <ul class="stack">
        {waiting.map((chain) => (
          <li key={chain[0]?.id}>
            <Chain chain={chain} isMaster={isMaster} onDone={refresh} />
          </li>
        ))}
      </ul>
      {settled.length > 0 && (
        <details class="card">
          <summary>
            <h2>{t('kept.settled')}</h2>
          </summary>
          <ul class="stack">
            {settled.map((kept) => (
              <li key={kept.id}>
                <One kept={kept} />
                {isMaster && kept.state === 'taken' && <Acts chain={[kept]} isMaster onDone={refresh} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Page>
  );
};
export default KeptScreen;

/** All of one person from one device: acted on together, for the later steps rest on the earlier. */
function Chain({ chain, isMaster, onDone }: { chain: Kept[]; isMaster: boolean; onDone: () => void }) {
  return (
    <article class="card entry" data-kept={chain[0]?.state}>
      {chain.map((kept) => (
        <One key={kept.id} kept={kept} />
      ))}
      <Acts chain={chain} isMaster={isMaster} onDone={onDone} />
    </article>
  );
}

/** What, for whom, by whom, when, and why it was not taken. */
function One({ kept }: { kept: Kept }) {
  const entry = entryOf(kept);
  return (
    <div class="stack-tight">
      <div class="row-between">
        <strong>
          {entry ? t(`kind.${entry.kind}`) : t('kept.unreadable')}
          {entry && (
            <>
              {' · '}
              <bdi>{entry.content.label.name}</bdi>
            </>
          )}
        </strong>
        <Badge tone={TONES[kept.state]}>{t(`kept.state.${kept.state}`)}</Badge>
      </div>
      {entry && <p class="small">{detailOf(entry)}</p>}
      <p class="small muted">
        {t('kept.by', { name: kept.account?.displayName ?? '–', time: formatInstant(kept.enteredAt) })}
      </p>
      {kept.problem ? (
        <p class="field-error">{problemText(kept.problem as Problem)}</p>
      ) : (
        <p class="small muted">{kept.isBehind ? t('entry.behind') : t('kept.unsent')}</p>
      )}
      {kept.note && <p class="small">{t('kept.note', { note: kept.note })}</p>}
      {kept.settledBy && kept.settledAt && (
        <p class="small muted">
          {t('kept.settledBy', { name: kept.settledBy.displayName, time: formatInstant(kept.settledAt) })}
        </p>
      )}
    </div>
  );
}

function Acts({ chain, isMaster, onDone }: { chain: Kept[]; isMaster: boolean; onDone: () => void }) {
  const [asking, setAsking] = useState<'set_aside' | 'handed_back' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [commandId] = useState(newId);
  const ids = chain.map(({ id }) => id);
  // On the tablet it was typed on it lies in the journal: there it is corrected or tried again.
  const isHere = journal.value.some((entry) => ids.includes(entry.commandId) && isOpen(entry));
  const take = async () => {
    setBusy(true);
    // On this disk first: should the answer be lost, it is in two places and counts once, for it keeps its command.
    await adoptAll(chain);
    const answer = await mutate(SettleKeptEntries, { commandId, ids, act: 'taken', note: null });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('kept.takenHere'));
    navigate('/outbox');
  };
  return (
    <div class="stack-tight">
      <div class="row">
        {isHere && !isMaster ? (
          <ButtonLink variant="primary" href="#/outbox">
            {t('kept.toJournal')}
          </ButtonLink>
        ) : (
          <Button variant="primary" busy={busy} onClick={() => void take()}>
            {t('kept.take')}
          </Button>
        )}
        {isMaster && (
          <>
            {chain.every(isWaiting) && chain[0]?.state === 'open' && (
              <Button onClick={() => setAsking('handed_back')}>{t('kept.handBack')}</Button>
            )}
            <Button variant="quiet" onClick={() => setAsking('set_aside')}>
              {t('kept.setAside')}
            </Button>
          </>
        )}
      </div>
      {problem && <ErrorBox problem={problem} onRetry={onDone} />}
      {asking && <AskNote ids={ids} act={asking} onClose={() => setAsking(null)} onDone={onDone} />}
    </div>
  );
}

/** Asks for the reason of setting aside, or what who typed it is to do. */
function AskNote({
  ids,
  act,
  onClose,
  onDone,
}: {
  ids: string[];
  act: Exclude<KeptEntryAct, 'taken'>;
  onClose: () => void;
  onDone: () => void;
}) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [commandId] = useState(newId);
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(SettleKeptEntries, { commandId, ids, act, note });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t(`kept.done.${act}`));
    onClose();
    onDone();
  };
  return (
    <Dialog
      title={t(act === 'set_aside' ? 'kept.setAside' : 'kept.handBack')}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button
            variant={act === 'set_aside' ? 'danger' : 'primary'}
            busy={busy}
            disabled={note.trim() === ''}
            onClick={() => void confirm()}
          >
            {t(act === 'set_aside' ? 'kept.setAside' : 'kept.handBack')}
          </Button>
        </>
      }
    >
      {ids.length > 1 && <Notice tone="warn">{t('kept.together', { count: ids.length })}</Notice>}
      <p>{t(act === 'set_aside' ? 'kept.setAsideExplain' : 'kept.handBackExplain')}</p>
      <TextField
        label={t(act === 'set_aside' ? 'kept.reason' : 'kept.instruction')}
        value={note}
        maxLength={200}
        onInput={setNote}
      />
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
