import './aefi.css';
import type {
  AdverseEventOutcome,
  AdverseEventSeverity,
  AdverseEventSymptom,
  FeverGrade,
  SizeGrade,
} from '../../data/generated/aefi.ts';
import { t } from '../../i18n/aefi.ts';
import { formatDate } from '../../i18n/format.ts';
import { Badge, Notice } from '../../ui/feedback.tsx';
import { Checkbox, DateTimeField, Segmented, Select, TextArea, TextField } from '../../ui/field.tsx';
import type { Card, CardDose, CardFault } from './card.ts';
import { feverOptions, outcomeOptions, SYMPTOMS, severityOptions, sizeOptions } from './words.ts';

interface Props {
  card: Card;
  doses: readonly CardDose[];
  /** Empty until somebody tried to send. */
  faults: ReadonlySet<CardFault>;
  latest: string;
  onChange: (changes: Partial<Card>) => void;
}

const toggled = <T,>(list: readonly T[], one: T, isIn: boolean): T[] =>
  isIn ? [...list, one] : list.filter((other) => other !== one);

/** The fields of a case card (个案报告卡). */
export function CardFields({ card, doses, faults, latest, onChange }: Props) {
  const isUrgent = card.majorConcern || card.severity === 'death' || card.severity === 'cluster';
  const timeError = faults.has('onset') ? t('card.timeBad') : undefined;
  return (
    <>
      <SuspectChoice card={card} doses={doses} faults={faults} onChange={onChange} />
      <div class="aefi-pair">
        <DateTimeField
          label={t('card.onset')}
          value={card.onset}
          max={latest}
          error={timeError}
          onInput={(onset) => onChange({ onset })}
        />
        <DateTimeField
          label={t('card.found')}
          value={card.found}
          max={latest}
          error={faults.has('found') ? t('card.foundBad') : undefined}
          onInput={(found) => onChange({ found })}
        />
      </div>
      <SymptomChoice symptoms={SYMPTOMS} card={card} faults={faults} onChange={onChange} />
      <Segmented
        legend={t('card.severity')}
        value={card.severity}
        options={severityOptions()}
        onChange={(severity) => onChange({ severity: severity as AdverseEventSeverity })}
      />
      <Checkbox checked={card.majorConcern} onChange={(majorConcern) => onChange({ majorConcern })}>
        {t('card.majorConcern')}
      </Checkbox>
      {isUrgent && <Notice tone="bad">{t('card.urgent')}</Notice>}
      <Select
        label={t('card.outcome')}
        value={card.outcome}
        options={outcomeOptions()}
        error={faults.has('outcome') ? t('card.diedSeverity') : undefined}
        onInput={(outcome) => onChange({ outcome: outcome as AdverseEventOutcome })}
      />
      <TextArea
        label={t('card.description')}
        optional={!card.symptoms.includes('other')}
        rows={3}
        maxLength={1000}
        value={card.description}
        error={faults.has('description') ? t('card.descriptionNeeded') : undefined}
        onInput={(description) => onChange({ description })}
      />
      <div class="aefi-pair">
        <TextField
          label={t('card.diagnosis')}
          optional
          maxLength={200}
          autocomplete="off"
          value={card.diagnosis}
          onInput={(diagnosis) => onChange({ diagnosis })}
        />
        <TextField
          label={t('card.hospital')}
          optional
          maxLength={200}
          autocomplete="off"
          value={card.hospital}
          onInput={(hospital) => onChange({ hospital })}
        />
      </div>
      <Checkbox checked={card.hospitalised} onChange={(hospitalised) => onChange({ hospitalised })}>
        {t('card.hospitalised')}
      </Checkbox>
      <TextArea
        label={t('card.treatment')}
        optional
        rows={2}
        maxLength={1000}
        value={card.treatment}
        onInput={(treatment) => onChange({ treatment })}
      />
    </>
  );
}

/** Which doses are suspect; the order in which they are ticked is the order of suspicion. */
function SuspectChoice({ card, doses, faults, onChange }: Omit<Props, 'latest'>) {
  if (doses.length === 0) return <Notice tone="warn">{t('card.noDoses')}</Notice>;
  return (
    <fieldset class="aefi-choice" aria-invalid={faults.has('suspects')}>
      <legend>{t('card.suspects')}</legend>
      {doses.map(({ id, date, vaccine, lot }) => (
        <Checkbox
          key={id}
          checked={card.suspects.includes(id)}
          onChange={(isIn) => onChange({ suspects: toggled(card.suspects, id, isIn) })}
        >
          {vaccine} <span class="number muted small">{formatDate(date)}</span>{' '}
          {lot && <span class="mono small">{lot}</span>}{' '}
          {card.suspects[0] === id && card.suspects.length > 1 && <Badge tone="info">{t('card.first')}</Badge>}
        </Checkbox>
      ))}
      {faults.has('suspects') && <p class="field-error">{t('card.suspectsNeeded')}</p>}
    </fieldset>
  );
}

/** Signs to tick, with the grade of those that have one. */
export function SymptomChoice({
  symptoms,
  card,
  faults,
  onChange,
}: Omit<Props, 'latest' | 'doses'> & { symptoms: readonly AdverseEventSymptom[] }) {
  const gradeError = (sign: 'fever' | 'redness' | 'induration') =>
    faults.has(sign) ? t('card.gradeNeeded') : undefined;
  return (
    <>
      <fieldset class="aefi-choice" aria-invalid={faults.has('symptoms')}>
        <legend>{t('card.symptoms')}</legend>
        <div class="aefi-symptoms">
          {symptoms.map((code) => (
            <Checkbox
              key={code}
              checked={card.symptoms.includes(code)}
              onChange={(isIn) => onChange({ symptoms: toggled(card.symptoms, code, isIn) })}
            >
              {t(`symptom.${code}`)}
            </Checkbox>
          ))}
        </div>
        {faults.has('symptoms') && <p class="field-error">{t('card.symptomsNeeded')}</p>}
      </fieldset>
      {card.symptoms.includes('fever') && (
        <Select
          label={t('card.fever')}
          value={card.fever === 'none' ? '' : card.fever}
          placeholder
          options={feverOptions()}
          error={gradeError('fever')}
          onInput={(fever) => onChange({ fever: (fever || 'none') as FeverGrade })}
        />
      )}
      {(['redness', 'induration'] as const).map(
        (sign) =>
          card.symptoms.includes(sign) && (
            <Select
              key={sign}
              label={t(`card.${sign}`)}
              value={card[sign] === 'none' ? '' : card[sign]}
              placeholder
              options={sizeOptions()}
              error={gradeError(sign)}
              onInput={(size) => onChange({ [sign]: (size || 'none') as SizeGrade })}
            />
          ),
      )}
    </>
  );
}
