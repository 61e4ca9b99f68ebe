import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/paper.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { printedText } from './copy-state.tsx';
import { type PaperCopyView, type PaperDose, type PaperFile, rowText } from './file.ts';
import { type Carrier, PARTS, type Part } from './form.ts';

/** Which of the child's data are printed now (S-14). */
export function PartChoice({
  copy,
  chosen,
  onChange,
}: {
  copy: PaperCopyView | undefined;
  chosen: readonly Part[];
  onChange: (parts: readonly Part[]) => void;
}) {
  return (
    <fieldset class="choices">
      <legend class="field-label">{t('parts.title')}</legend>
      <p class="field-hint">{t('parts.explain')}</p>
      {PARTS.map((part) => (
        <Checkbox
          key={part}
          checked={chosen.includes(part)}
          onChange={(isOn) => onChange(PARTS.filter((p) => (p === part ? isOn : chosen.includes(p))))}
        >
          {t(`part.${part}`)} {copy?.parts.includes(part) && <span class="muted small">{t('part.printed')}</span>}
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** Which doses are printed now, each with its row and whether it is on the paper already. */
export function DoseChoice({
  carrier,
  file,
  copy,
  rows,
  chosen,
  unprinted,
  onChange,
}: {
  carrier: Carrier;
  file: PaperFile;
  copy: PaperCopyView | undefined;
  rows: ReadonlyMap<string, number | null>;
  chosen: ReadonlySet<string>;
  unprinted: ReadonlySet<string>;
  onChange: (doses: ReadonlySet<string>) => void;
}) {
  const full = [...rows.values()].filter((row) => row === null).length;
  return (
    <fieldset class="choices">
      <legend class="field-label">{t('doses.title')}</legend>
      {file.doses.length === 0 && <p class="muted">{t('doses.none')}</p>}
      {file.doses.length > 0 && (
        <div class="row">
          <Button variant="quiet" onClick={() => onChange(unprinted)}>
            {t('doses.rest')}
          </Button>
          <Button variant="quiet" onClick={() => onChange(new Set(file.doses.map(({ id }) => id)))}>
            {t('doses.all')}
          </Button>
        </div>
      )}
      {full > 0 && <Notice tone="warn">{t('doses.full', { count: full })}</Notice>}
      <ul class="paper-doses">
        {file.doses.map((dose) => (
          <li key={dose.id}>
            <Checkbox
              checked={chosen.has(dose.id)}
              onChange={(isOn) =>
                onChange(
                  new Set(file.doses.map(({ id }) => id).filter((id) => (id === dose.id ? isOn : chosen.has(id)))),
                )
              }
            >
              <DoseLine
                dose={dose}
                row={rows.get(dose.id) ?? null}
                printed={copy?.rows.find((r) => r.dose?.id === dose.id)}
                carrier={carrier}
              />
            </Checkbox>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function DoseLine({
  carrier,
  dose,
  row,
  printed,
}: {
  carrier: Carrier;
  dose: PaperDose;
  row: number | null;
  printed: PaperCopyView['rows'][number] | undefined;
}) {
  const at = printed?.row ?? row;
  return (
    <span class="stack-tight">
      <span>
        {dose.vaccine.name} {dose.doseNumber !== null && <span class="number">{dose.doseNumber}</span>}{' '}
        <span class="number muted">{formatDate(dose.date)}</span>
      </span>
      <span class="small muted">
        {[at !== null && rowText(carrier, at), printed ? printedText(printed) : t('doses.unprinted')]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
  );
}
