import { useState } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { t as consent } from '../../i18n/consent.ts';
import { t as judgement } from '../../i18n/judgement.ts';
import { t as visit } from '../../i18n/visit.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Basis } from '../record/validity.tsx';
import type { ReasonView } from '../record/view.ts';

/** Why a dose is given against the advice: what is said most, then anything. */
const QUICK = ['assessed', 'outbreak', 'leaving', 'foreign', 'guardian'] as const;
const OWN = 'own';
/** Why a dose is given without a consent signed here. */
const UNSIGNED = ['paper', 'urgent'] as const;
/** Why a dose is given without the inquiry and the sign-off at registration. */
const UNVISITED = ['paper', 'down', 'urgent'] as const;
const isUnvisited = ({ code }: ReasonView): boolean => code === 'VISIT_MISSING';
const isConsent = ({ code }: ReasonView): boolean => code.startsWith('CONSENT_');

/** The engine advises against a dose, or its consent is wanting: the reasons, and the vaccinator's own if she gives it all the same. */
export function AdviceDialog({
  reasons,
  busy,
  onStop,
  onGive,
}: {
  /** Empty: the server said so, from facts this device does not have. */
  reasons: readonly ReasonView[];
  busy: boolean;
  onStop: () => void;
  onGive: (reason: string) => void;
}) {
  const [picked, setPicked] = useState('');
  const [own, setOwn] = useState('');
  const isUnsigned = reasons.some(isConsent);
  const isAlone = reasons.some(isUnvisited);
  const isOnlyWanting = reasons.length > 0 && reasons.every((found) => isConsent(found) || isUnvisited(found));
  const answers = [
    ...(isUnsigned ? UNSIGNED.map((key) => ({ key, label: consent(`override.${key}`) })) : []),
    ...(isAlone ? UNVISITED.map((key) => ({ key: `visit.${key}`, label: visit(`override.${key}`) })) : []),
    ...(isOnlyWanting ? [] : QUICK.map((key) => ({ key, label: judgement(`override.${key}`) }))),
    { key: OWN, label: judgement('advice.own') },
  ];
  const reason = picked === OWN ? own.trim() : (answers.find(({ key }) => key === picked)?.label ?? '');
  return (
    <Dialog
      title={!isOnlyWanting ? t('advice.title') : isUnsigned ? consent('unsigned') : visit('noVisit')}
      onClose={onStop}
      isForm
      actions={
        <>
          <Button variant="primary" onClick={onStop}>
            {t('advice.stop')}
          </Button>
          <Button variant="danger" busy={busy} disabled={picked === '' || reason === ''} onClick={() => onGive(reason)}>
            {t('advice.give')}
          </Button>
        </>
      }
    >
      <Notice tone="warn" alert>
        {reasons.length === 0 && <p>{t('advice.server')}</p>}
        {reasons.map((found) => (
          <Basis key={found.code + found.rule} reason={found} />
        ))}
      </Notice>
      <p class="muted small">{t('advice.explain')}</p>
      <fieldset class="choices">
        <legend class="field-label">{judgement('advice.pick')}</legend>
        <p class="field-hint">{judgement('advice.pickHint')}</p>
        {answers.map(({ key, label }) => (
          <label key={key} class="check">
            <input type="radio" name="override" checked={picked === key} onChange={() => setPicked(key)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {picked === OWN && (
        <TextArea label={judgement('advice.ownLabel')} value={own} onInput={setOwn} maxLength={200} rows={2} />
      )}
    </Dialog>
  );
}
