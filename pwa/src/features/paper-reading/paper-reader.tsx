import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t } from '../../i18n/paper-reading.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Progress } from '../../ui/feedback.tsx';
import { Segmented, TextField } from '../../ui/field.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Values } from './draft-of-paper.ts';
import './paper-reading.css';
import { type PaperKind, type ReadField, type Reading, readPaper } from './read-paper.ts';

const KINDS = ['birth_certificate', 'id_card', 'household_register'] as const;
const isKind = (value: string): value is PaperKind => KINDS.some((kind) => kind === value);

/** Reads a paper for a form (J-10): what was read is corrected beside the picture and then handed over; nothing is saved here. */
export function PaperReader({ onFill }: { onFill: (kind: PaperKind, values: Values) => void }) {
  const [kind, setKind] = useState<PaperKind>('birth_certificate');
  const [share, setShare] = useState<number | null>(null);
  const [isReading, setIsReading] = useState(false);
  const [reading, setReading] = useState<Reading | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isThere = useRef(true);
  useEffect(
    () => () => {
      isThere.current = false;
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
    else setReading(outcome.reading);
  };
  return (
    <details class="paper-reader">
      <summary>{t('title')}</summary>
      <div class="stack">
        <p class="muted small">{t('intro')}</p>
        <Segmented
          legend={t('kind')}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(value) => isKind(value) && setKind(value)}
        />
        {!isReading && !reading && (
          <FileDrop label={t('choose')} hint={t('hint')} accept=".jpg,.jpeg,.png,.pdf" onFile={(f) => void read(f)} />
        )}
        {share !== null && <Progress label={t('sending')} value={share} />}
        {isReading && share === null && <p role="status">{t('reading')}</p>}
        {fault && <Notice tone="warn">{fault}</Notice>}
        {problem && <ErrorBox problem={problem} />}
        {reading && (
          <ReadFields
            key={reading.id}
            reading={reading}
            onAgain={() => setReading(null)}
            onFill={(values) => {
              onFill(kind, values);
              setReading(null);
              toast(t('filled'));
            }}
          />
        )}
      </div>
    </details>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** The picture with what was found marked, and the fields beside it to be corrected. */
function ReadFields({
  reading: { fields, pageUrl },
  onFill,
  onAgain,
}: {
  reading: Reading;
  onFill: (values: Values) => void;
  onAgain: () => void;
}) {
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map((f) => [f.field, f.value])));
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
        <p>{t('found')}</p>
        {fields.some(({ isSure }) => !isSure) && <Notice tone="warn">{t('unsure')}</Notice>}
        {fields.map((one) => (
          <FieldRow
            key={one.field}
            field={one}
            value={values[one.field] ?? ''}
            onInput={(value) => setValues((before) => ({ ...before, [one.field]: value }))}
          />
        ))}
        <div class="row">
          <Button variant="primary" onClick={() => onFill(values)}>
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
