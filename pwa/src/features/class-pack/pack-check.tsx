import { useMemo, useRef, useState } from 'preact/hooks';
import type { RowVerdict } from '../../data/generated/school.ts';
import { saveFile } from '../../data/save-file.ts';
import { t } from '../../i18n/class-pack.ts';
import { todayInChina } from '../../i18n/format.ts';
import type { Pack, PackPupil } from '../../offline/class-packs.ts';
import { journal } from '../../offline/outbox-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Progress } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import { type Scan, VerifyPanel } from '../scan/verify-panel.tsx';
import { withdrawScan } from '../school-check/gate-sync.ts';
import { countVerdicts } from '../school-check/roster.ts';
import { VerdictBadge, VerdictTiles } from '../school-check/verdict.tsx';
import { doneWith, isChecked, sendAddedByCode, sendPackScan } from './acts.ts';
import { AddUnlisted } from './add-unlisted.tsx';
import { AddedHere } from './added-here.tsx';
import { classWorkbook } from './export.ts';
import { PupilTable } from './pupil-table.tsx';

/** The check of a class from the list on this device: scan, confirm, note, count, filter. */
export function PackCheck({ pack }: { pack: Pack }) {
  const { pupils } = pack;
  const entries = journal.value;
  const done = useMemo(() => new Map(pupils.map((pupil) => [pupil.id, doneWith(pupil, entries)])), [pupils, entries]);
  const roster = useMemo(
    () => pupils.map(({ id, name, birthDate }) => ({ ref: id, name, birthDate, idNumber: null })),
    [pupils],
  );
  const [verdict, setVerdict] = useState<RowVerdict | null>(null);
  const [text, setText] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [isExporting, setExporting] = useState(false);
  /** What lies in the journal for a scan of this session. */
  const sent = useRef(new Map<number, Promise<string>>());

  const mark = (scan: Scan, pupil: PackPupil) => {
    const before = done.get(pupil.id);
    if (before && before.scannedAt !== null && !before.isToLook) return;
    sent.current.set(scan.id, sendPackScan(pack, pupil, scan));
  };
  const matching = (scan: Scan) => pupils.filter(({ id }) => scan.answer.roster?.refs.includes(id));
  const onScan = (scan: Scan) => {
    const { kind, roster: match } = scan.answer;
    const [only] = matching(scan);
    if (kind === 'genuine' && match?.outcome === 'match' && only) mark(scan, only);
  };
  const onUndo = ({ id }: Scan) => {
    void sent.current.get(id)?.then((command) => withdrawScan(command, t('scan.undone')));
  };
  const describe = (scan: Scan) => {
    if (scan.answer.kind !== 'genuine') return null;
    const found = matching(scan);
    const [only] = found;
    if (!only) return <NotListed key={scan.id} pack={pack} scan={scan} />;
    if (found.length === 1) return <Matched pupil={only} />;
    return (
      <div class="stack-tight">
        <p>{t('scan.choose')}</p>
        {found.map((pupil) => (
          <Button key={pupil.id} wide onClick={() => mark(scan, pupil)}>
            {pupil.name}
          </Button>
        ))}
      </div>
    );
  };
  const exportClass = async () => {
    setExporting(true);
    const { grade, name } = pack.class;
    saveFile(
      `${t('export.file', { class: `${grade}${name}`, date: todayInChina() })}.xlsx`,
      await classWorkbook(pack, done),
    );
    setExporting(false);
  };
  const checked = [...done.values()].filter(isChecked).length;
  const shown = pupils.filter((p) => (verdict === null || p.verdict === verdict) && p.name.includes(text.trim()));
  return (
    <>
      <Progress
        label={t('pack.done', { done: checked, total: pupils.length })}
        value={pupils.length === 0 ? 0 : checked / pupils.length}
      />
      <VerifyPanel roster={roster} onScan={onScan} onUndo={onUndo} describe={describe} />
      <VerdictTiles counts={countVerdicts(pupils)} selected={verdict} onSelect={setVerdict} />
      <div class="row-between">
        <TextField label={t('pack.filter')} type="search" value={text} onInput={setText} />
        <div class="row">
          <Button icon="download" busy={isExporting} disabled={pupils.length === 0} onClick={() => void exportClass()}>
            {t('export.action')}
          </Button>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t('add.open')}
          </Button>
        </div>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon="search" title={t('pack.noPupils')} />
      ) : (
        <PupilTable pupils={shown} done={done} />
      )}
      <AddedHere pack={pack} entries={entries} />
      {isAdding && <AddUnlisted pack={pack} onClose={() => setAdding(false)} />}
    </>
  );
}

function Matched({ pupil }: { pupil: PackPupil }) {
  return (
    <div class="row">
      <strong>
        <bdi>{pupil.name}</bdi>
      </strong>
      <VerdictBadge verdict={pupil.verdict} />
    </div>
  );
}

/** A genuine code of a child who is not on the list. */
function NotListed({ pack, scan }: { pack: Pack; scan: Scan }) {
  const [isAdded, setAdded] = useState(false);
  if (isAdded) return <p>{t('scan.added')}</p>;
  return (
    <div class="stack-tight">
      <p>{t('scan.notListed')}</p>
      <Button
        icon="plus"
        onClick={() => {
          setAdded(true);
          void sendAddedByCode(pack, scan);
        }}
      >
        {t('scan.add')}
      </Button>
    </div>
  );
}
