import { useMemo, useRef, useState } from 'preact/hooks';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/school.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Notice, Progress, Skeleton } from '../../ui/feedback.tsx';
import type { Column } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { type Scan, VerifyPanel } from '../scan/verify-panel.tsx';
import { type GateScans, useGateScans } from './gate-scans.ts';
import { sendScan, withdrawScan } from './gate-sync.ts';
import { LongTable } from './long-table.tsx';
import { LookAgain } from './look-again.tsx';
import { classOf, type Pupil, rosterEntries } from './roster.ts';
import { useRoster } from './use-roster.ts';
import { VerdictBadge } from './verdict.tsx';

/** Scanning against the roster of one check. Only a genuine code of exactly one pupil, or one the checker chose, marks; one made for another school never by itself. */
export function Gate({ checkId, schoolCode }: { checkId: string; schoolCode: string }) {
  const { pupils, problem, takenAt } = useRoster(checkId);
  const { scans, mark, unmark } = useGateScans(checkId);
  const entries = useMemo(() => rosterEntries(pupils ?? []), [pupils]);
  // Which pupil a scan of this session marked anew: undo takes back that mark, not an earlier one.
  const marked = useRef(new Map<number, number>());
  /** What lies in the journal for a scan. */
  const sent = useRef(new Map<number, Promise<string>>());

  if (!pupils || !scans) {
    if (problem?.code === 'OFFLINE') return <Notice tone="warn">{t('gate.notHere')}</Notice>;
    return problem ? <ErrorBox problem={problem} /> : <Skeleton lines={6} />;
  }
  const markFor = (scan: Scan, row: number) => {
    if (scans.has(row)) return;
    marked.current.set(scan.id, row);
    void mark(row);
    const pupil = pupils.find(({ number }) => number === row);
    if (pupil) sent.current.set(scan.id, sendScan(checkId, pupil, scan));
  };
  const onScan = (scan: Scan) => {
    const { kind, roster } = scan.answer;
    const only = roster?.outcome === 'match' ? roster.refs[0] : undefined;
    if (kind === 'genuine' && only !== undefined && !isForAnother(scan, schoolCode)) markFor(scan, Number(only));
  };
  const onUndo = ({ id }: Scan) => {
    const row = marked.current.get(id);
    marked.current.delete(id);
    if (row !== undefined) void unmark(row);
    void sent.current.get(id)?.then((command) => withdrawScan(command, t('gate.undone')));
  };
  return (
    <>
      <Progress
        label={t('gate.progress', { done: scans.size, total: pupils.length })}
        value={pupils.length === 0 ? 0 : scans.size / pupils.length}
      />
      <LookAgain checkId={checkId} pupils={pupils} />
      <VerifyPanel
        roster={entries}
        onScan={onScan}
        onUndo={onUndo}
        describe={(scan) => (
          <Matched
            scan={scan}
            isForAnother={isForAnother(scan, schoolCode)}
            pupils={pupils}
            scans={scans}
            markedNow={marked.current.get(scan.id)}
            onChoose={(row) => markFor(scan, row)}
          />
        )}
      />
      <div class="row-between">
        <p class="muted small">{t('gate.kept')}</p>
        <DataAge takenAt={takenAt} />
      </div>
      <Attendance pupils={pupils} scans={scans} />
    </>
  );
}

/** A code shown for one school says nothing about who holds it at another: it may be a picture passed on. */
const isForAnother = ({ answer }: Scan, schoolCode: string): boolean =>
  answer.audience !== null && answer.audience !== schoolCode;

/** Beneath an answer: the pupil it belongs to, or the ones to choose from. */
function Matched({
  scan,
  isForAnother: isElsewhere,
  pupils,
  scans,
  markedNow,
  onChoose,
}: {
  scan: Scan;
  /** The code names another school than this gate's. */
  isForAnother: boolean;
  pupils: readonly Pupil[];
  scans: GateScans;
  /** Row that this scan marked. */
  markedNow: number | undefined;
  onChoose: (row: number) => void;
}) {
  const { kind, roster } = scan.answer;
  if (kind !== 'genuine' || !roster || roster.refs.length === 0) return null;
  const matching = pupils.filter(({ number }) => roster.refs.includes(String(number)));
  const found = markedNow === undefined ? matching : matching.filter(({ number }) => number === markedNow);
  const [only] = found;
  if (isElsewhere && markedNow === undefined) {
    return (
      <Notice tone="warn" alert title={t('gate.audience.title')}>
        <p>{t('gate.audience.explain', { code: scan.answer.audience ?? '' })}</p>
        {found.map((pupil) => (
          <Button key={pupil.number} onClick={() => onChoose(pupil.number)}>
            {t('gate.audience.take', { pupil: nameOf(pupil) })}
          </Button>
        ))}
      </Notice>
    );
  }
  if (found.length === 1 && only) {
    const before = markedNow === undefined ? scans.get(only.number) : undefined;
    return (
      <div class="row">
        <strong>{nameOf(only)}</strong>
        <VerdictBadge verdict={only.verdict} />
        {scan.answer.audience !== null && !isElsewhere && <span class="muted small">{t('gate.audience.ours')}</span>}
        {before !== undefined && <span class="muted small">{t('gate.already', { time: formatInstant(before) })}</span>}
      </div>
    );
  }
  return (
    <div class="stack-tight">
      <p>{t('gate.choose')}</p>
      {found.map((pupil) => (
        <Button key={pupil.number} wide onClick={() => onChoose(pupil.number)}>
          {nameOf(pupil)}
        </Button>
      ))}
    </div>
  );
}

const nameOf = (pupil: Pupil): string =>
  t('gate.pupil', { name: pupil.name, class: classOf(pupil) || t('class.none') });

/** Who was scanned and who is still missing. */
function Attendance({ pupils, scans }: { pupils: readonly Pupil[]; scans: GateScans }) {
  const [shown, setShown] = useState('missing');
  const missing = pupils.filter(({ number }) => !scans.has(number));
  const done = pupils
    .filter(({ number }) => scans.has(number))
    .sort((a, b) => (scans.get(b.number) ?? 0) - (scans.get(a.number) ?? 0));
  const base: Column<Pupil>[] = [
    { key: 'name', head: t('column.name'), lead: true, cell: ({ name }) => <bdi>{name}</bdi> },
    { key: 'class', head: t('column.class'), cell: (pupil) => classOf(pupil) || t('class.none') },
    { key: 'verdict', head: t('column.verdict'), cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> },
  ];
  const time: Column<Pupil> = {
    key: 'time',
    head: t('column.scannedAt'),
    cell: ({ number }) => formatInstant(scans.get(number) ?? 0),
  };
  const isMissing = shown === 'missing';
  const rows = isMissing ? missing : done;
  return (
    <Tabs
      label={t('nav.gate')}
      tabs={[
        { key: 'missing', label: `${t('gate.missing')} ${missing.length}` },
        { key: 'scanned', label: `${t('gate.scanned')} ${done.length}` },
      ]}
      selected={shown}
      onSelect={setShown}
    >
      {rows.length === 0 ? (
        <EmptyState
          icon={isMissing ? 'check' : 'scan'}
          title={isMissing ? t('gate.allScanned') : t('gate.noneScanned')}
        />
      ) : (
        <LongTable
          key={shown}
          caption={isMissing ? t('gate.missing') : t('gate.scanned')}
          columns={isMissing ? base : [...base, time]}
          pupils={rows}
        />
      )}
    </Tabs>
  );
}
