import './coming.css';
import { type ComponentChildren, Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { CaseStepPartsFragment } from '../../data/generated/coming.ts';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextArea } from '../../ui/field.tsx';

export interface CaseAct<Action extends string> {
  action: Action;
  label: string;
  variant?: ButtonVariant;
  needsReason?: boolean;
}
export type Fact = readonly [label: string, value: ComponentChildren];

interface Props<Action extends string> {
  title: string;
  facts: readonly Fact[];
  /** undefined while they are read */
  steps: readonly CaseStepPartsFragment[] | undefined;
  stepText: (action: string) => string;
  acts: readonly CaseAct<Action>[];
  /** what an act needs beside its words, above them */
  children?: ComponentChildren;
  /** @returns what went wrong; null when it is done */
  onAct: (action: Action, reason: string | null) => Promise<Problem | null>;
  onClose: () => void;
}

/** One birth, move or death: what is known of it, what was done, and what the caller may do now. */
export function CaseDialog<Action extends string>(props: Props<Action>) {
  const { title, facts, steps, stepText, acts, children, onAct, onClose } = props;
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState<Action | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async ({ action, needsReason = false }: CaseAct<Action>) => {
    const words = reason.trim();
    setMissing(needsReason && words === '');
    if ((needsReason && words === '') || busy !== null) return;
    setBusy(action);
    setProblem(null);
    const failed = await onAct(action, words || null);
    setBusy(null);
    setProblem(failed);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      isForm={acts.length > 0}
      actions={
        <>
          <Button onClick={onClose}>{common('action.close')}</Button>
          {acts.map((one) => (
            <Button
              key={one.action}
              variant={one.variant ?? 'plain'}
              busy={busy === one.action}
              onClick={() => void act(one)}
            >
              {one.label}
            </Button>
          ))}
        </>
      }
    >
      <dl class="coming-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Steps steps={steps} stepText={stepText} />
      {children}
      {acts.length > 0 && (
        <TextArea
          label={t('case.reason')}
          hint={acts.some((a) => a.needsReason) ? t('case.reasonHint') : undefined}
          error={missing ? t('case.reasonNeeded') : undefined}
          optional={!acts.some((a) => a.needsReason)}
          rows={2}
          maxLength={200}
          value={reason}
          onInput={setReason}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}

function Steps({ steps, stepText }: Pick<Props<string>, 'steps' | 'stepText'>) {
  if (!steps || steps.length === 0) return null;
  return (
    <section class="stack-tight">
      <h3>{t('case.history')}</h3>
      <ol class="coming-steps">
        {steps.map(({ number, at, action, by, unit, reason }) => (
          <li key={number}>
            <strong>{stepText(action)}</strong>{' '}
            <span class="muted small">
              <span class="number">{formatInstant(at)}</span> {unit?.name ?? ''} {by?.displayName ?? t('case.platform')}
            </span>
            {reason && <Fragment>：{reason}</Fragment>}
          </li>
        ))}
      </ol>
    </section>
  );
}
