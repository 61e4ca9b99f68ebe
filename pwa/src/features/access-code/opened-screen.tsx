import { useEffect, useState } from 'preact/hooks';
import { OpenAccessCode, type OpenAccessCodeMutation } from '../../data/generated/clinic.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/clinic.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { scannedCode } from './scanned.ts';

type Opening = OpenAccessCodeMutation['openAccessCode'];
type Record = NonNullable<Opening['record']>;

/** What a holder has shown by an access code; it closes after half an hour, and with this screen. */
const OpenedScreen: Screen = () => {
  const [code] = useState(scannedCode.peek());
  const [opening, setOpening] = useState<Opening | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    scannedCode.value = null;
    if (!code) return;
    void mutate(OpenAccessCode, { commandId: newId(), code }).then((answer) => {
      if (answer.ok) setOpening(answer.data.openAccessCode);
      else setProblem(answer.problem);
    });
  }, [code]);
  return (
    <Page title={t('opened.title')} back="/">
      {!code && <EmptyState icon="scan" title={t('opened.none')} />}
      {problem && <ErrorBox problem={problem} />}
      {code && !opening && !problem && <Skeleton lines={6} />}
      {opening && opening.state !== 'opened' && (
        <Notice tone="bad" alert title={t(`opened.${opening.state}`)}>
          <p>{t('opened.again')}</p>
        </Notice>
      )}
      {opening?.record && <Opened record={opening.record} />}
    </Page>
  );
};
export default OpenedScreen;

function Opened({ record }: { record: Record }) {
  return (
    <>
      <section class="card" data-opened={record.personId}>
        <div class="row-between">
          <h2>
            <bdi>{record.name}</bdi>
          </h2>
          <Badge tone="info">{t('opened.until', { time: formatInstant(record.readableUntil) })}</Badge>
        </div>
        <p class="muted">
          {t(`opened.sex.${record.sex as 'F' | 'M' | 'U'}`)} · {formatDate(record.birthDate)}
          {record.maskedDocument && ` · ${record.maskedDocument}`}
        </p>
        <p class="muted small">{t('opened.told')}</p>
      </section>
      {record.purpose === 'full_history' && (
        <Table
          caption={t('opened.doses', { count: record.doses.length })}
          rows={record.doses}
          rowKey={(dose) => `${dose.date} ${dose.vaccineName} ${dose.lotNumber ?? ''}`}
          columns={[
            { key: 'date', head: t('opened.date'), lead: true, cell: (dose) => formatDate(dose.date) },
            {
              key: 'vaccine',
              head: t('opened.vaccine'),
              cell: (dose) => (dose.doseNumber === null ? dose.vaccineName : `${dose.vaccineName} ${dose.doseNumber}`),
            },
            { key: 'lot', head: t('opened.lot'), cell: (dose) => dose.lotNumber ?? '–' },
            { key: 'maker', head: t('opened.maker'), cell: (dose) => dose.manufacturer ?? '–' },
            { key: 'clinic', head: t('opened.clinic'), cell: (dose) => dose.clinicName ?? '–' },
            {
              key: 'valid',
              head: t('opened.valid'),
              cell: (dose) =>
                dose.isValid === null ? (
                  '–'
                ) : (
                  <Badge tone={dose.isValid ? 'good' : 'warn'}>{t(dose.isValid ? 'opened.yes' : 'opened.no')}</Badge>
                ),
            },
          ]}
        />
      )}
    </>
  );
}
