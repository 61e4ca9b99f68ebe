import { useEffect, useState } from 'preact/hooks';
import type { ChildRecordQuery } from '../../data/generated/family.ts';
import { t } from '../../i18n/family.ts';
import { formatTime } from '../../i18n/format.ts';
import { currentInstant, learnServerDay } from '../../offline/day.ts';
import { Notice } from '../../ui/feedback.tsx';

type Dose = NonNullable<ChildRecordQuery['person']>['doses'][number];

/** How long a child is still to stay in the clinic after a dose (H-19); nothing when none is watched. */
export function Observed({
  doses,
  asOf,
  takenAt,
}: {
  doses: readonly Dose[];
  /** today, as the server said */
  asOf: string;
  /** set while it comes from the device */
  takenAt: number | undefined;
}) {
  useEffect(() => {
    if (takenAt === undefined) learnServerDay(asOf);
  }, [asOf, takenAt]);
  const ends = doses.flatMap(({ state, observation }) =>
    state === 'given' && observation && observation.endedAt === null ? [Date.parse(observation.endsAt)] : [],
  );
  const end = Math.max(...ends);
  const [now, setNow] = useState(() => Date.parse(currentInstant()));
  const isRunning = ends.length > 0 && now < end;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.parse(currentInstant())), 10_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  if (!isRunning) return null;
  const minutes = Math.ceil((end - now) / 60_000);
  return (
    <Notice tone="info" title={t('observed.title', { minutes })}>
      {t('observed.until', { time: formatTime(end) })}
    </Notice>
  );
}
