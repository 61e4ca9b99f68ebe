import { useMemo, useState } from 'preact/hooks';
import { t } from '../../i18n/paper.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Segmented, TextField } from '../../ui/field.tsx';
import { AskPrinted, type Printed } from './ask-printed.tsx';
import { Calibration } from './calibration.tsx';
import { DoseChoice, PartChoice } from './choices.tsx';
import { CopyState, History } from './copy-state.tsx';
import {
  copyOf,
  doseText,
  fieldsOf,
  formWords,
  type PaperFile,
  plainNumber,
  printedRows,
  rowDoseOf,
  sheetName,
} from './file.ts';
import { type Carrier, FORMS, PARTS, type Part } from './form.ts';
import { layout } from './layout.ts';
import { loadOffset } from './offset.ts';
import { ReasonChoice } from './reason-choice.tsx';
import { assignRows, firstOther, nextOther } from './rows.ts';
import { CalibrationSheet, SheetView } from './sheet-view.tsx';

type Mode = 'overprint' | 'plain';

/** Choosing what goes onto the paper, seeing it, printing it, and saying that it is there. */
export function PrintWork({
  file,
  carrier,
  onRecorded,
}: {
  file: PaperFile;
  carrier: Carrier;
  onRecorded: () => void;
}) {
  const form = FORMS[carrier];
  const current = file.paperCopies.find((c) => c.carrier === carrier);
  const [typedNumber, setTypedNumber] = useState(current?.number ?? '');
  const [mode, setMode] = useState<Mode>(carrier === 'card' ? 'plain' : 'overprint');
  // Null: what is not on the paper yet, also when another booklet is named.
  const [parts, setParts] = useState<readonly Part[] | null>(null);
  const [doses, setDoses] = useState<ReadonlySet<string> | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [offset, setOffset] = useState(() => loadOffset(carrier));
  const [shows, setShows] = useState<'entries' | 'calibration'>('entries');
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState<Printed | null>(null);

  const number = carrier === 'card' ? null : plainNumber(typedNumber);
  const copy = copyOf(file, carrier, number ?? '');
  const printed = printedRows(copy);
  const chosenParts = parts ?? PARTS.filter((part) => !copy?.parts.includes(part));
  const unprinted = new Set((copy?.unprinted ?? file.doses).map(({ id }) => id));
  const chosen = doses ?? unprinted;

  const others = firstOther(form) - 1;
  const lastOther = form.rows.length - others;
  const next = nextOther(form, printed) - others;
  const start = from === null ? next : Number(from);
  const isStartWrong = !Number.isInteger(start) || start < 1 || (from !== null && start > lastOther);
  const rows = assignRows(
    form,
    file.doses.filter(({ id }) => chosen.has(id)).map(rowDoseOf),
    printed,
    others + (isStartWrong ? next : start),
  );
  const placed = [...rows].flatMap(([id, row]) => (row === null ? [] : [{ id, row }]));
  const goesToOthers = placed.some(({ id, row }) => row > others && !printed.has(id));

  const isAgain = placed.some(({ id }) => printed.has(id)) || chosenParts.some((part) => copy?.parts.includes(part));
  const needsReason = isAgain || (!copy && current !== undefined);

  const words = useMemo(() => formWords(form), [form]);
  const sheets = layout(
    form,
    {
      fields: fieldsOf(file, copy),
      parts: chosenParts,
      doses: new Map(placed.map(({ id, row }) => [row, doseText(file.doses.find((d) => d.id === id)!)])),
    },
    words,
  );

  const refusal =
    number === ''
      ? t('print.needsNumber')
      : isStartWrong
        ? t('from.wrong', { rows: lastOther })
        : needsReason && reason === ''
          ? t('print.needsReason')
          : null;

  const begin = () => {
    if (shows === 'calibration') return print();
    setTried(refusal !== null);
    if (refusal !== null) return;
    print();
    setAsked({
      personId: file.id,
      carrier,
      number,
      parts: [...chosenParts],
      doses: placed.map(({ id, row }) => ({ doseId: id, row })),
      personVersion: file.version,
      reason: needsReason ? reason : null,
    });
  };

  return (
    <>
      <section class="card">
        <CopyState copy={copy} />
        {carrier === 'booklet' && (
          <>
            <TextField
              label={t('number.label')}
              hint={t('number.hint')}
              value={typedNumber}
              maxLength={40}
              autocomplete="off"
              onInput={setTypedNumber}
            />
            {number === '' && (
              <Button variant="quiet" onClick={() => setTypedNumber(file.barcode)}>
                {t('number.barcode')}
              </Button>
            )}
          </>
        )}
      </section>
      <div class="paper-columns">
        <section class="card">
          <PartChoice copy={copy} chosen={chosenParts} onChange={setParts} />
          {needsReason && <ReasonChoice onChange={setReason} />}
        </section>
        <section class="card">
          <DoseChoice
            carrier={carrier}
            file={file}
            copy={copy}
            rows={rows}
            chosen={chosen}
            unprinted={unprinted}
            onChange={setDoses}
          />
          {goesToOthers && (
            <TextField
              type="number"
              label={t('from.label')}
              hint={t('from.hint', { rows: lastOther })}
              error={isStartWrong ? t('from.wrong', { rows: lastOther }) : undefined}
              value={from ?? String(next)}
              onInput={setFrom}
            />
          )}
        </section>
      </div>
      <Calibration carrier={carrier} offset={offset} onChange={setOffset} />
      <History file={file} carrier={carrier} />
      <section class="card">
        <Segmented
          legend={t('mode.legend')}
          value={mode}
          options={(['overprint', 'plain'] as const).map((value) => ({ value, label: t(`mode.${value}`) }))}
          onChange={(value) => setMode(value as Mode)}
        />
        <Segmented
          legend={t('preview.legend')}
          value={shows}
          options={(['entries', 'calibration'] as const).map((value) => ({ value, label: t(`preview.${value}`) }))}
          onChange={(value) => setShows(value as typeof shows)}
        />
        {shows === 'entries' && (
          <p class={sheets.length === 0 ? 'muted' : 'small'}>
            {sheets.length === 0
              ? t('preview.nothing')
              : t('preview.paper', { sheets: sheets.map((s) => sheetName(form, s.number)).join(', ') })}
          </p>
        )}
        {tried && refusal !== null && shows === 'entries' && (
          <Notice tone="bad" alert>
            {refusal}
          </Notice>
        )}
        <div class="row">
          <Button
            variant="primary"
            icon="printer"
            disabled={shows === 'entries' && sheets.length === 0}
            onClick={begin}
          >
            {t('print.start')}
          </Button>
        </div>
      </section>
      {asked && <AskPrinted printed={asked} onClose={() => setAsked(null)} onRecorded={onRecorded} />}
      <div class="paper-sheets" data-carrier={carrier}>
        {shows === 'calibration' ? (
          <CalibrationSheet form={form} offset={offset} />
        ) : (
          sheets.map((sheet, i) => (
            <SheetView
              key={sheet.number}
              form={form}
              sheet={sheet}
              page={i + 1}
              isOverprint={mode === 'overprint'}
              offset={offset}
            />
          ))
        )}
      </div>
    </>
  );
}
