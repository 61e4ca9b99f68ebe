import { useState } from 'preact/hooks';
import {
  AdvanceAdverseEvent,
  type AdverseEventAction,
  type AdverseEventCause,
  AefiPersonDoses,
  CorrectAdverseEvent,
} from '../../data/generated/aefi.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { toTimeField } from '../../i18n/time-field.ts';
import { currentInstant } from '../../offline/day.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Select, TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { PlacePicker } from '../coming/place-picker.tsx';
import { type CardDose, cardFaults, cardOf, contentOf } from './card.ts';
import { CardFields } from './card-fields.tsx';
import type { Case } from './case-screen.tsx';
import { causeOptions } from './words.ts';

type Act = Exclude<AdverseEventAction, 'correct' | 'follow_up' | 'withdraw'>;
/** In the order a case goes through them; the first that may be done is the way on. */
const ACTS: readonly Act[] = [
  'confirm',
  'review',
  'investigate',
  'record_findings',
  'classify',
  'close',
  'reopen',
  'refer',
  'dismiss',
];
const NEEDS_WORDS: readonly Act[] = ['record_findings', 'classify', 'reopen', 'refer', 'dismiss'];
const PROVINCE_DIGITS = 2;
const COUNTY_DIGITS = 6;
const WORDS_LABEL = {
  dismiss: 'act.reasonDismiss',
  record_findings: 'act.reasonFindings',
  classify: 'act.reasonClassify',
  refer: 'act.reasonRefer',
} as const;

/** What the reader may do with a case now. */
export function Acts({ of, onChanged }: { of: Case; onChanged: () => void }) {
  const [open, setOpen] = useState<Act | 'correct' | null>(null);
  const acts = ACTS.filter((act) => of.actions.includes(act));
  const mayCorrect = of.actions.includes('correct');
  if (acts.length === 0 && !mayCorrect) return null;
  const close = () => setOpen(null);
  return (
    <div class="row no-print">
      {acts.map((act, i) => (
        <Button key={act} variant={i === 0 ? 'primary' : 'plain'} onClick={() => setOpen(act)}>
          {t(`act.${act}`)}
        </Button>
      ))}
      {mayCorrect && <Button onClick={() => setOpen('correct')}>{t('act.correct')}</Button>}
      {open === 'correct' && <CorrectDialog of={of} onClose={close} onSaved={onChanged} />}
      {open !== null && open !== 'correct' && <ActDialog of={of} act={open} onClose={close} onSaved={onChanged} />}
    </div>
  );
}

function ActDialog({ of, act, onClose, onSaved }: { of: Case; act: Act; onClose: () => void; onSaved: () => void }) {
  const [reason, setReason] = useState('');
  const [cause, setCause] = useState<AdverseEventCause | ''>('');
  const [place, setPlace] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const needsWords = NEEDS_WORDS.includes(act);
  const [toProvince, setToProvince] = useState(false);
  const province = of.desk.slice(0, PROVINCE_DIGITS);
  const desk = toProvince ? province : (place.at(-1) ?? null);
  const deskFault =
    act !== 'refer'
      ? undefined
      : desk === null
        ? t('act.deskNeeded')
        : desk === of.desk.slice(0, COUNTY_DIGITS)
          ? t('act.deskSame')
          : undefined;
  const isMissing = (needsWords && reason.trim() === '') || (act === 'classify' && cause === '') || deskFault;
  const save = async () => {
    setTried(true);
    if (isMissing || busy) return;
    setBusy(true);
    const answer = await mutate(AdvanceAdverseEvent, {
      commandId,
      input: {
        id: of.id,
        action: act,
        expectedVersion: of.version,
        reason: reason.trim() || null,
        cause: cause || null,
        desk,
      },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('case.done'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t(`act.${act}`)} saveText={t(`act.${act}`)} busy={busy} onSave={save} onClose={onClose}>
      {act === 'classify' && (
        <Select
          label={t('act.cause')}
          hint={t('act.causeHint')}
          value={cause}
          placeholder
          options={causeOptions()}
          error={isTried && cause === '' ? t('act.causeNeeded') : undefined}
          onInput={(value) => setCause(value as AdverseEventCause)}
        />
      )}
      {act === 'refer' && (
        <>
          {of.desk !== province && (
            <Checkbox checked={toProvince} onChange={setToProvince}>
              {t('act.referProvince')}
            </Checkbox>
          )}
          {!toProvince && (
            <PlacePicker
              root={province}
              path={place}
              until={COUNTY_DIGITS}
              error={isTried && desk === null ? deskFault : undefined}
              onChoose={setPlace}
            />
          )}
          {isTried && desk !== null && deskFault ? (
            <p class="field-error" role="alert">
              {deskFault}
            </p>
          ) : (
            <p class="muted small">{t('act.referHint')}</p>
          )}
        </>
      )}
      <TextArea
        label={t(act in WORDS_LABEL ? WORDS_LABEL[act as keyof typeof WORDS_LABEL] : 'act.reason')}
        optional={!needsWords}
        rows={4}
        maxLength={1000}
        value={reason}
        error={isTried && needsWords && reason.trim() === '' ? t('act.reasonNeeded') : undefined}
        onInput={setReason}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}

function CorrectDialog({ of, onClose, onSaved }: { of: Case; onClose: () => void; onSaved: () => void }) {
  const { data, problem, refresh } = useData(AefiPersonDoses, { id: of.person.id });
  // Out of reach of the file, the doses to choose from are those of the case.
  const doses =
    data && !data.person
      ? of.suspects.map(({ doseId, givenOn, vaccine, lotNumber }) => ({
          id: doseId,
          date: givenOn,
          vaccine: vaccine.name,
          lot: lotNumber ?? null,
        }))
      : data?.person?.doses
          .map(({ id, date, vaccine, lotNumber }) => ({ id, date, vaccine: vaccine.name, lot: lotNumber ?? null }))
          .reverse();
  if (doses) return <CorrectForm of={of} doses={doses} onClose={onClose} onSaved={onSaved} />;
  return (
    <FormDialog title={t('card.correct')} saveText={t('card.save')} busy onSave={async () => {}} onClose={onClose}>
      {problem ? <ErrorBox problem={problem} onRetry={refresh} /> : <Skeleton lines={6} />}
    </FormDialog>
  );
}

function CorrectForm({
  of,
  doses,
  onClose,
  onSaved,
}: {
  of: Case;
  doses: readonly CardDose[];
  onClose: () => void;
  onSaved: () => void;
}) {
  const [card, setCard] = useState(() => cardOf(of));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const now = currentInstant();
  const faults = cardFaults(card, doses, now);
  const save = async () => {
    setTried(true);
    if (faults.size > 0 || reason.trim() === '' || busy) return;
    setBusy(true);
    const answer = await mutate(CorrectAdverseEvent, {
      commandId,
      input: { id: of.id, expectedVersion: of.version, reason: reason.trim(), content: contentOf(card, of) },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('card.corrected'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('card.correct')} saveText={t('card.save')} busy={busy} onSave={save} onClose={onClose}>
      <CardFields
        card={card}
        doses={doses}
        faults={isTried ? faults : new Set()}
        latest={toTimeField(now)}
        onChange={(changes) => setCard((old) => ({ ...old, ...changes }))}
      />
      <TextArea
        label={t('card.reason')}
        rows={2}
        maxLength={200}
        value={reason}
        error={isTried && reason.trim() === '' ? t('card.reasonNeeded') : undefined}
        onInput={setReason}
      />
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
