import { GROUP_FACTS, latestEnd } from '@miaoben/schedule';
import { useState } from 'preact/hooks';
import { DecideGroupDeclaration } from '../../data/generated/person-file.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/declaration.ts';
import { healthFactText } from '../../i18n/health.ts';
import { currentDay } from '../../offline/day.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DateField, Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Declaration } from './declarations.tsx';

export type DeclarationDecision = 'confirm' | 'dismiss' | 'end' | 'reopen';

/** A clinic decides on a declared special group; confirmed, it is entered as a health fact. */
export function DecideDeclarationDialog({
  personId,
  declaration,
  decision,
  onClose,
  onDecided,
}: {
  personId: string;
  declaration: Declaration;
  decision: DeclarationDecision;
  onClose: () => void;
  onDecided: () => void;
}) {
  const { id, group, version, fact } = declaration;
  const today = currentDay();
  const codes: readonly string[] = GROUP_FACTS[group];
  const [factCode, setFactCode] = useState(codes.length === 1 ? (codes[0] ?? '') : '');
  const [since, setSince] = useState(declaration.since);
  const [until, setUntil] = useState(decision === 'end' ? today : (declaration.expectedEnd ?? ''));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  // A pregnancy ends: without a day the plan would stay closed for good.
  const latest = latestEnd(group, since);
  const needsReason = decision === 'dismiss' || (decision === 'reopen' && fact !== null);
  const isBadUntil =
    decision === 'confirm'
      ? until === ''
        ? latest !== null
        : until <= since || (latest !== null && until > latest)
      : decision === 'end' &&
        (until === '' || !fact || until <= fact.date || (fact.until !== null && until > fact.until));
  const isBadSince = decision === 'confirm' && (since === '' || since > today);
  const isWanting =
    isBadUntil || isBadSince || (decision === 'confirm' && factCode === '') || (needsReason && reason.trim() === '');
  const save = async () => {
    setTried(true);
    setProblem(null);
    if (isWanting || busy) return;
    setBusy(true);
    const answer = await mutate(DecideGroupDeclaration, {
      commandId,
      input: {
        ...{ personId, id, expectedVersion: version, action: decision },
        ...(decision === 'confirm' && { factCode, since, until: until || null }),
        ...(decision === 'end' && { until }),
        ...(needsReason && { reason: reason.trim() }),
      },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('card.done'));
    onDecided();
    onClose();
  };
  return (
    <FormDialog
      title={t('card.actOf', { act: t(`act.${decision}`), group: t(`group.${group}`) })}
      saveText={t(`act.${decision}`)}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <p class="muted">{t(`explain.${decision}`)}</p>
      {decision === 'confirm' && codes.length > 1 && (
        <Select
          label={t('card.fact')}
          value={factCode}
          placeholder
          options={codes.map((code) => ({ value: code, label: healthFactText(code) }))}
          error={isTried && factCode === '' ? t('bad.fact') : undefined}
          onInput={setFactCode}
        />
      )}
      {decision === 'confirm' && (
        <DateField
          label={t('card.since')}
          value={since}
          max={today}
          error={isTried && isBadSince ? t('bad.since') : undefined}
          onInput={setSince}
        />
      )}
      {(decision === 'confirm' || decision === 'end') && (
        <DateField
          label={t(decision === 'end' ? 'card.endsOn' : 'card.until')}
          value={until}
          min={since}
          optional={decision === 'confirm' && latest === null}
          error={isTried && isBadUntil ? t('bad.until') : undefined}
          onInput={setUntil}
        />
      )}
      {needsReason && (
        <TextField
          label={t('card.reason')}
          value={reason}
          autocomplete="off"
          maxLength={200}
          error={isTried && reason.trim() === '' ? t('bad.reason') : undefined}
          onInput={setReason}
        />
      )}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
