import { formatDate, formatInstant, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/paper.ts';
import { Notice } from '../../ui/feedback.tsx';
import { type PaperCopyView, type PaperFile, rowText } from './file.ts';
import type { Carrier } from './form.ts';
import { StateBadge } from './state-badge.tsx';

/** Whether the paper says what the file says, and what to do where it does not. */
export function CopyState({ copy }: { copy: PaperCopyView | undefined }) {
  if (!copy)
    return (
      <div class="row">
        <StateBadge state="none" />
      </div>
    );
  const wrong = copy.rows.filter(({ dose }) => dose?.state !== 'given');
  return (
    <>
      <div class="row">
        <StateBadge state={copy.state} />
        {copy.number && <span class="mono">{copy.number}</span>}
      </div>
      {wrong.length > 0 && (
        <Notice tone="bad">
          <p>{t('differs.explain')}</p>
          <ul>
            {wrong.map(({ row, dose }) => (
              <li key={row}>
                {dose
                  ? t('differs.row', {
                      row: rowText(copy.carrier, row),
                      vaccine: dose.vaccine.name,
                      date: formatDate(dose.date),
                    })
                  : t('differs.gone', { row: rowText(copy.carrier, row) })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {copy.fileChanged && <Notice tone="warn">{t('changed.explain')}</Notice>}
    </>
  );
}

/** Every printing of the paper in use, and the booklets before it. */
export function History({ file, carrier }: { file: PaperFile; carrier: Carrier }) {
  const [inUse, ...earlier] = file.paperCopies.filter((c) => c.carrier === carrier);
  if (!inUse) return null;
  return (
    <section class="card">
      <details>
        <summary>{t('history.title')}</summary>
        <div class="stack">
          {' '}
          <ul class="stack">
            {inUse.printings.map((printing) => (
              <li key={printing.id} class="stack-tight">
                <span class="row">
                  <span class="number">{formatInstant(printing.printedAt)}</span>
                  <span>{printing.printedBy.displayName}</span>
                  {printing.clinic && <span class="muted">{printing.clinic.name}</span>}
                </span>
                <span class="small">
                  {[
                    ...printing.parts.map((part) => t(`part.${part}`)),
                    ...(printing.doses > 0 ? [t('history.doses', { count: printing.doses })] : []),
                    ...(printing.reason ? [printing.reason] : []),
                  ].join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          {earlier.length > 0 && (
            <p class="muted small">
              {t('history.earlier', { numbers: earlier.map(({ number }) => number).join(', ') })}
            </p>
          )}
        </div>
      </details>
    </section>
  );
}

/** When and by whom a dose was printed. */
export function printedText({ printedAt, printedBy }: PaperCopyView['rows'][number]): string {
  return t('doses.printed', { date: formatDate(todayInChina(Date.parse(printedAt))), name: printedBy.displayName });
}
