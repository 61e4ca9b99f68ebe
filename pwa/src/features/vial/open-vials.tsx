import { useState } from 'preact/hooks';
import type { VialDiscardReason } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { formatTime } from '../../i18n/format.ts';
import { t } from '../../i18n/vial.ts';
import { newId } from '../../offline/ids.ts';
import type { Saved } from '../../offline/save-or-queue.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { discardVial, undoDiscard, undoOpening } from './save-vial.ts';
import { labelText, timeLeft, vialName } from './vial-notice.tsx';
import type { VialView } from './vial-state.ts';

const HAND_REASONS = ['session_over', 'spilled', 'contaminated', 'other'] as const;

/** The opened vials at the line with their clocks; the rest of one is thrown away with a reason, and that taken back. */
export function OpenVials({
  vials,
  now,
  onChanged,
}: {
  vials: readonly VialView[];
  now: number;
  onChanged: () => void;
}) {
  const [asked, setAsked] = useState<VialView | null>(null);
  if (vials.length === 0) return null;
  const running = vials.filter(({ state }) => state === 'open');
  const ended = vials.filter(({ state }) => state !== 'open');
  return (
    <section class="card" aria-labelledby="vials">
      <h2 id="vials">{t('title')}</h2>
      <ul class="watched">
        {running.map((vial) => (
          <Row key={vial.id} vial={vial} now={now} onDiscard={() => setAsked(vial)} onChanged={onChanged} />
        ))}
      </ul>
      {ended.length > 0 && (
        <details open={running.length === 0}>
          <summary>{t('ended', { count: ended.length })}</summary>
          <ul class="watched">
            {ended.map((vial) => (
              <Row key={vial.id} vial={vial} now={now} onDiscard={() => setAsked(vial)} onChanged={onChanged} />
            ))}
          </ul>
        </details>
      )}
      {asked && <DiscardDialog vial={asked} onClose={() => setAsked(null)} onSaved={onChanged} />}
    </section>
  );
}

function Row({
  vial,
  now,
  onDiscard,
  onChanged,
}: {
  vial: VialView;
  now: number;
  onDiscard: () => void;
  onChanged: () => void;
}) {
  const { state, doses, left, usableUntil, discarded } = vial;
  const isRunning = state === 'open';
  const [problem, setProblem] = useState<Problem | null>(null);
  const undo = async (step: (vial: VialView) => Promise<Saved<unknown>>, done: string) => {
    const saved = await step(vial);
    setProblem(saved.kind === 'refused' ? saved.problem : null);
    if (saved.kind === 'refused') return;
    toast(done);
    onChanged();
  };
  return (
    <li class="watched-row vial-row" data-vial={state} data-over={vial.isEnding || undefined}>
      <span class="grow stack-tight">
        <strong>{vial.product.genericName}</strong>
        <span class="muted small row">
          <span class="mono">{vial.lotNumber}</span>
          {/* When it was opened stands beside it. */}
          {vial.traceCode === null ? (
            <span class="number">{t('nth', { number: vial.number })}</span>
          ) : (
            <span class="mono">{vialName(vial)}</span>
          )}
          <span class="number">{t('until', { time: formatTime(vial.openedAt), end: formatTime(usableUntil) })}</span>
        </span>
        {state === 'discarded' && discarded && (
          <span class="muted small">
            {[t(`reason.${discarded.reason}`), discarded.note].filter(Boolean).join(' · ')}
          </span>
        )}
        {problem && <ErrorBox problem={problem} />}
      </span>
      <span class="watched-time stack-tight">
        {isRunning ? (
          <>
            <strong class="number">{t('left', { left, doses })}</strong>
            <span class="number small">{timeLeft(usableUntil, now)}</span>
          </>
        ) : (
          <Badge tone={state === 'time_up' ? 'bad' : 'neutral'}>{t(`state.${state}`)}</Badge>
        )}
      </span>
      {vial.isEnding && (
        <Badge tone="warn" icon="clock">
          {t('ending')}
        </Badge>
      )}
      {vial.needsLook && <Badge tone="bad">{t('attention')}</Badge>}
      {vial.isPending && !vial.needsLook && (
        <Badge tone="warn" icon="upload">
          {t('pending')}
        </Badge>
      )}
      {isRunning && <Button onClick={onDiscard}>{t('discard')}</Button>}
      {vial.canUndoOpening && (
        <Button variant="quiet" icon="undo" onClick={() => void undo(undoOpening, t('undoOpening.done'))}>
          {t(vial.traceCode === null ? 'undoOpening.byHand' : 'undoOpening')}
        </Button>
      )}
      {vial.canUndoDiscard && (
        <Button variant="quiet" icon="undo" onClick={() => void undo(undoDiscard, t('undoDiscard.done'))}>
          {t('undoDiscard')}
        </Button>
      )}
    </li>
  );
}

function DiscardDialog({ vial, onClose, onSaved }: { vial: VialView; onClose: () => void; onSaved: () => void }) {
  const [commandId] = useState(newId);
  const save = async (reason: VialDiscardReason, note: string | null) => {
    const saved = await discardVial(commandId, vial, reason, note);
    if (saved.kind === 'refused') return saved.problem;
    toast(t(saved.kind === 'queued' ? 'discard.queued' : 'discard.done'));
    onSaved();
    return null;
  };
  return (
    <ReasonDialog
      texts={{
        title: t('discard.title'),
        confirm: t('discard.confirm'),
        reason: t('discard.reason'),
        pick: t('discard.pick'),
        note: t('discard.note'),
        noteBad: t('discard.note.bad'),
      }}
      options={HAND_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
      onSave={save}
      onClose={onClose}
    >
      <p>{t('discard.explain', { vial: labelText(vial), left: vial.left })}</p>
    </ReasonDialog>
  );
}
