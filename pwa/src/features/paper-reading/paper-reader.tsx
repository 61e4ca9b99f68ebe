import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/paper-reading.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Progress } from '../../ui/feedback.tsx';
import { Segmented, Select, TextField } from '../../ui/field.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { toast } from '../../ui/toast.tsx';
import './paper-reading.css';
import {
  closePaper,
  correctedOf,
  type PaperKind,
  type ReadField,
  type Reading,
  readPaper,
  type Values,
} from './read-paper.ts';

/** Papers that tell who somebody is. */
export const PERSON_PAPERS = ['birth_certificate', 'id_card', 'household_register'] as const satisfies PaperKind[];

/**
 * Reads a paper for a form (J-10): what was read is corrected beside the picture and then handed over; nothing is saved here. Once it is
 * handed over, put aside or left, the server forgets it.
 * @param of what the form asks for: a person, or one of the doses a booklet lists
 */
export function PaperReader({
  kinds,
  of,
  onFill,
}: {
  kinds: readonly PaperKind[];
  of: 'person' | 'dose';
  onFill: (kind: PaperKind, values: Values) => void;
}) {
  const [kind, setKind] = useState(kinds[0] ?? 'id_card');
  const [share, setShare] = useState<number | null>(null);
  const [isReading, setIsReading] = useState(false);
  const [reading, setReading] = useState<Reading | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isThere = useRef(true);
  const open = useRef<string | null>(null);
  const fold = useRef<HTMLDetailsElement>(null);
  const close = (isUsed: boolean, corrected: ReadField['field'][] = []) => {
    if (open.current) closePaper(open.current, isUsed, corrected);
    open.current = null;
  };
  useEffect(
    () => () => {
      isThere.current = false;
      close(false);
    },
    [],
  );
  const read = async (file: File) => {
    setFault(null);
    setProblem(null);
    setReading(null);
    setIsReading(true);
    const outcome = await readPaper(kind, file, setShare, () => isThere.current);
    setShare(null);
    setIsReading(false);
    if (!outcome) return;
    if ('problem' in outcome) setProblem(outcome.problem);
    else if ('fault' in outcome) setFault(t(`fault.${outcome.fault}`));
    else {
      open.current = outcome.reading.id;
      const isAny = outcome.reading.fields.some(({ dose }) => (dose === null) === (of === 'person'));
      if (isAny) setReading(outcome.reading);
      else {
        close(false);
        setFault(t(`nothing.${of}`));
      }
    }
  };
  return (
    <details
      class="paper-reader"
      ref={fold}
      onKeyDown={(event) => {
        // Inside a form, and its fields are none of the form's: they would send it half filled in.
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <summary>{t(`title.${of}`)}</summary>
      <div class="stack">
        <p class="muted small">{t('intro')}</p>
        {kinds.length > 1 && !reading && (
          <Segmented
            legend={t('kind')}
            value={kind}
            options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onChange={(value) => setKind(kinds.find((one) => one === value) ?? kind)}
          />
        )}
        {!isReading && !reading && (
          <FileDrop
            label={t('choose')}
            hint={t('hint')}
            // By type: a phone then offers its camera too, and hands over JPEG whatever it keeps.
            accept="image/jpeg,image/png,application/pdf"
            onFile={(f) => void read(f)}
          />
        )}
        {share !== null && <Progress label={t('sending')} value={share} />}
        {isReading && share === null && <p role="status">{t('reading')}</p>}
        {fault && (
          <Notice tone="warn" alert>
            {fault}
          </Notice>
        )}
        {problem && <ErrorBox problem={problem} />}
        {reading && (
          <ReadFields
            key={reading.id}
            reading={reading}
            of={of}
            onAgain={() => {
              close(false);
              setReading(null);
            }}
            onFill={(values, corrected) => {
              close(true, corrected);
              onFill(kind, values);
              setReading(null);
              // The form below is what counts now.
              if (fold.current) fold.current.open = false;
              toast(t('filled'));
            }}
          />
        )}
      </div>
    </details>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

const valuesOf = (fields: readonly ReadField[]): Values => Object.fromEntries(fields.map((f) => [f.field, f.value]));

/** The picture with what was found marked, and the fields beside it to be corrected. */
function ReadFields({
  reading: { fields: all, pageUrl },
  of,
  onFill,
  onAgain,
}: {
  reading: Reading;
  of: 'person' | 'dose';
  onFill: (values: Values, corrected: ReadField['field'][]) => void;
  onAgain: () => void;
}) {
  const doses = [...new Set(all.flatMap(({ dose }) => dose ?? []))];
  const [dose, setDose] = useState(of === 'dose' ? (doses[0] ?? null) : null);
  const fields = all.filter((field) => field.dose === dose);
  const [values, setValues] = useState<Values>(() => valuesOf(fields));
  const choose = (next: number) => {
    setDose(next);
    setValues(valuesOf(all.filter((field) => field.dose === next)));
  };
  return (
    <div class="paper-read">
      {pageUrl && (
        <div class="paper-page">
          <img src={pageUrl} alt={t('page')} />
          {fields.map(({ field, isSure, box }) => (
            <span
              key={field}
              class="paper-box"
              data-unsure={!isSure || undefined}
              aria-hidden="true"
              style={{
                left: percent(box.x),
                top: percent(box.y),
                width: percent(box.width),
                height: percent(box.height),
              }}
            />
          ))}
        </div>
      )}
      <div class="stack">
        {dose !== null && doses.length > 1 && (
          <Select
            label={t('dose')}
            value={String(dose)}
            options={doses.map((one) => {
              const found = valuesOf(all.filter((field) => field.dose === one));
              return { value: String(one), label: `${found.dose_date ?? ''} ${found.vaccine ?? ''}` };
            })}
            onInput={(value) => choose(Number(value))}
          />
        )}
        <p>{t('found')}</p>
        {fields.some(({ isSure }) => !isSure) && <Notice tone="warn">{t('unsure')}</Notice>}
        {fields.map((one) => (
          <FieldRow
            key={`${one.dose} ${one.field}`}
            field={one}
            value={values[one.field] ?? ''}
            onInput={(value) => setValues((before) => ({ ...before, [one.field]: value }))}
          />
        ))}
        <div class="row">
          <Button variant="primary" onClick={() => onFill(values, correctedOf(fields, values))}>
            {t('fill')}
          </Button>
          <Button onClick={onAgain}>{t('again')}</Button>
        </div>
      </div>
    </div>
  );
}

function FieldRow({ field, value, onInput }: { field: ReadField; value: string; onInput: (value: string) => void }) {
  const label = t(`field.${field.field}`);
  return (
    <div class="paper-field" data-unsure={!field.isSure || undefined}>
      {field.field === 'sex' ? (
        <div class="stack-tight">
          <span class="field-label">{label}</span>
          <Segmented
            legend={label}
            value={value}
            options={(['F', 'M'] as const).map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
            onChange={onInput}
          />
        </div>
      ) : (
        <TextField label={label} value={value} autocomplete="off" maxLength={200} onInput={onInput} />
      )}
      <span class="muted small">{t('confidence', { percent: field.confidence })}</span>
    </div>
  );
}
