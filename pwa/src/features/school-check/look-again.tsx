import { useEffect } from 'preact/hooks';
import { GateScans, type GateScansQuery } from '../../data/generated/school.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/school.ts';
import { journal } from '../../offline/outbox-store.ts';
import { Notice } from '../../ui/feedback.tsx';
import { classOf, type Pupil } from './roster.ts';

type Sent = NonNullable<GateScansQuery['schoolCheck']>['scans'][number];

const REASONS = ['revoked', 'verdict_differs', 'not_on_roster', 'altered', 'expired'] as const;
const reasonText = (reason: string | null): string =>
  t(`gate.reason.${REASONS.find((known) => known === reason) ?? 'other'}`);

/** Pupils whose last scan the server did not bear out, or that another school scanned too. */
export function LookAgain({ checkId, pupils }: { checkId: string; pupils: readonly Pupil[] }) {
  const { data, refresh } = useData(GateScans, { id: checkId }, { keep: true });
  const sent = journal.value.filter((e) => e.kind === 'recordGateScan' && e.state === 'done').length;
  useEffect(() => {
    if (sent > 0) refresh();
  }, [sent]);
  // The last scan of a pupil counts.
  const last = new Map<number, Sent>((data?.schoolCheck?.scans ?? []).map((scan) => [scan.row, scan]));
  const shown = pupils.flatMap((pupil) => {
    const scan = last.get(pupil.number);
    return scan && (scan.outcome !== 'accepted' || scan.isElsewhere) ? [{ pupil, scan }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <Notice tone="warn" alert title={t('gate.look', { count: shown.length })}>
      <p>{t('gate.look.hint')}</p>
      <ul class="stack-tight" data-look-again>
        {shown.map(({ pupil, scan }) => (
          <li key={pupil.number}>
            <strong>
              <bdi>{pupil.name}</bdi> {classOf(pupil)}
            </strong>{' '}
            {scan.outcome !== 'accepted' && reasonText(scan.reason)} {scan.isElsewhere && t('gate.elsewhere')}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
