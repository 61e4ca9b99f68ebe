import { useState } from 'preact/hooks';
import { ChangeDivisions, DivisionFileCounts, DivisionPreview } from '../../data/generated/divisions.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/division.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { TextField } from '../../ui/field.tsx';
import { Figures } from '../../ui/figures.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { PlaceName } from '../coming/place-picker.tsx';
import type { Change } from './change-list.ts';

const TOWNSHIP_DIGITS = 9;

/** What changes would do, with counts; and the decision they rest on, to make them. */
export function PreviewDialog({
  changes,
  onClose,
}: {
  changes: readonly Change[];
  onClose: (isDone: boolean) => void;
}) {
  const [ids] = useState(() => ({ commandId: newId(), id: newId() }));
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem>();
  const { data, problem, refresh } = useData(DivisionPreview, { changes: [...changes] });
  const preview = data?.divisionPreview;
  // Of a county or city what becomes of each township tells enough; its hundreds of villages go with them.
  const isLarge = preview?.successions.some(({ from }) => from.length < TOWNSHIP_DIGITS);
  const shown = preview?.successions.filter(({ from }) => !isLarge || from.length <= TOWNSHIP_DIGITS) ?? [];
  const townships = [
    ...new Set((preview?.successions ?? []).map(({ from }) => from).filter((code) => code.length === TOWNSHIP_DIGITS)),
  ];
  const counts = useData(DivisionFileCounts, { divisions: townships }, { pause: townships.length === 0 });
  const filesOf = (code: string) => counts.data?.divisionFiles.find(({ division }) => division === code)?.files;
  const isCounted = townships.length === 0 || counts.data !== undefined;
  const files = townships.reduce((sum, code) => sum + (filesOf(code) ?? 0), 0);
  // A new division stands in no directory yet: its name is the one it is given here.
  const given = new Map(changes.flatMap(({ to, name }) => (to && name ? [[to, name] as const] : [])));
  const run = async () => {
    setTried(true);
    if (!preview || reason.trim() === '') return;
    setBusy(true);
    const answer = await mutate(ChangeDivisions, {
      commandId: ids.commandId,
      input: { id: ids.id, changes: [...changes], reason: reason.trim() },
    });
    setBusy(false);
    if (!answer.ok) return setRefused(answer.problem);
    toast(t('preview.done'));
    onClose(true);
  };
  return (
    <FormDialog
      title={t('preview.title')}
      saveText={t('preview.run')}
      busy={busy}
      onSave={run}
      onClose={() => onClose(false)}
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!preview && !problem && <Skeleton lines={4} />}
      {preview && (
        <>
          <Figures
            of={[
              [t('preview.figures.divisions'), preview.divisions],
              [t('preview.figures.ended'), preview.ended],
              [t('preview.figures.units'), preview.units],
              [t('preview.figures.accounts'), preview.accounts],
              ...(isCounted ? [[t('preview.figures.files'), files] as const] : []),
            ]}
          />
          {!isCounted && !counts.problem && <Skeleton lines={1} />}
          {counts.problem && <ErrorBox problem={counts.problem} onRetry={counts.refresh} />}
          {preview.successions.some(({ isPart }) => isPart) && <p class="muted">{t('preview.partHint')}</p>}
          {shown.length > 0 && (
            <Table
              caption={t('preview.successions')}
              rows={shown}
              rowKey={({ from, to }) => `${from} ${to}`}
              columns={[
                { key: 'from', head: t('list.from'), lead: true, cell: ({ name }) => name },
                {
                  key: 'to',
                  head: t('list.to'),
                  cell: ({ to }) => (given.has(to) ? `${given.get(to)} ${to}` : <PlaceName code={to} />),
                },
                {
                  key: 'extent',
                  head: t('preview.extent'),
                  cell: ({ isPart }) => t(isPart ? 'preview.part' : 'preview.whole'),
                },
                { key: 'files', head: t('preview.files'), end: true, cell: ({ from }) => filesOf(from) ?? '–' },
              ]}
            />
          )}
          <TextField
            label={t('preview.reason')}
            value={reason}
            maxLength={200}
            autocomplete="off"
            error={isTried && reason.trim() === '' ? t('preview.reasonMissing') : undefined}
            onInput={setReason}
          />
        </>
      )}
      {refused && <ErrorBox problem={refused} />}
    </FormDialog>
  );
}
