import { useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/report.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';

export interface Term {
  name: string;
  definition: string;
}

/** Over the figures of a report: when they were true, what each means and rests on, the way to Excel and paper. */
export function ReportBar({
  asOf,
  terms,
  source,
  onExport,
}: {
  asOf: string;
  terms: readonly Term[];
  source: string;
  /** @returns why there is no file */
  onExport: () => Promise<Problem | null>;
}) {
  const [refused, setRefused] = useState<Problem | null>(null);
  return (
    <>
      <div class="row-between">
        <details class="definition">
          <summary>
            {t('asOf', { time: formatInstant(asOf) })} · {t('definitions')}
          </summary>
          <dl>
            {[...terms, { name: t('source'), definition: source }].map(({ name, definition }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{definition}</dd>
              </div>
            ))}
          </dl>
        </details>
        <div class="row no-print">
          <Button icon="download" onClick={() => void onExport().then(setRefused)}>
            {t('export')}
          </Button>
          <Button icon="printer" onClick={() => print()}>
            {common('action.print')}
          </Button>
        </div>
      </div>
      {refused && <ErrorBox problem={refused} />}
    </>
  );
}
