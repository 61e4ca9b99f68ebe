import { useState } from 'preact/hooks';
import { AefiPersonDoses } from '../../data/generated/aefi.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { formatDate } from '../../i18n/format.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';

/** All doses of the person of a case, read when they are asked for: the read is an audit line. */
export function AllDoses({ personId, suspects }: { personId: string; suspects: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('case.allDoses')}</summary>
      {isOpen && <Doses personId={personId} suspects={suspects} />}
    </details>
  );
}

function Doses({ personId, suspects }: { personId: string; suspects: readonly string[] }) {
  const { data, problem, refresh } = useData(AefiPersonDoses, { id: personId });
  // A desk that the case was referred to need not reach the file.
  if (data && !data.person) return <p class="muted">{t('case.fileElsewhere')}</p>;
  const doses = data?.person?.doses;
  if (!doses) return problem ? <ErrorBox problem={problem} onRetry={refresh} /> : <Skeleton lines={4} />;
  return (
    <ul class="aefi-list">
      {doses.toReversed().map(({ id, date, vaccine, lotNumber, clinic }) => (
        <li key={id}>
          {suspects.includes(id) ? <strong>{vaccine.name}</strong> : vaccine.name}{' '}
          <span class="muted small">
            <span class="number">{formatDate(date)}</span> <span class="mono">{lotNumber}</span> {clinic?.name}
          </span>
        </li>
      ))}
    </ul>
  );
}
