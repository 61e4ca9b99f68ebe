import { useState } from 'preact/hooks';
import { ClinicMergeFile, type ClinicMergeFileQuery, MergePersons } from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/merge.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Segmented, TextArea } from '../../ui/field.tsx';
import { navigate } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';

type File = NonNullable<ClinicMergeFileQuery['person']>;

/** What of a file tells whether two are of one child. */
function factsOf(file: File): Record<(typeof ITEMS)[number], string> {
  const standing = file.doses.filter(({ state }) => state === 'given');
  const last = standing
    .map(({ date }) => date)
    .sort()
    .at(-1);
  return {
    name: file.name,
    sex: common(`sex.${file.sex}`),
    born: formatDate(file.birthDate),
    document: file.documentNumber ?? t('item.none'),
    guardians:
      file.guardians.map(({ name, phone }) => (phone ? `${name} ${phone}` : name)).join('\n') || t('item.none'),
    residence: file.residence.name,
    clinic: file.managingClinic.name,
    doses: t('item.dosesValue', { count: standing.length }),
    last: last ? formatDate(last) : t('item.none'),
  };
}
const ITEMS = ['name', 'sex', 'born', 'document', 'guardians', 'residence', 'clinic', 'doses', 'last'] as const;

/** Two files side by side, and the merge of them. */
export function Compare({ file, otherId }: { file: File; otherId: string }) {
  const { data, problem, refresh } = useData(ClinicMergeFile, { id: otherId });
  const other = data?.person;
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!other) return <Skeleton lines={8} />;
  const [mine, theirs] = [factsOf(file), factsOf(other)];
  return (
    <section class="stack">
      <Table
        caption={t('compare.title')}
        rows={ITEMS}
        rowKey={(item) => item}
        columns={[
          { key: 'item', head: t('compare.item'), lead: true, cell: (item) => t(`item.${item}`) },
          { key: 'this', head: t('compare.this'), cell: (item) => <bdi>{mine[item]}</bdi> },
          { key: 'other', head: t('compare.other'), cell: (item) => <bdi>{theirs[item]}</bdi> },
          {
            key: 'same',
            head: t('compare.same'),
            cell: (item) =>
              mine[item] === theirs[item] ? (
                <Badge tone="good">{t('compare.same')}</Badge>
              ) : (
                <Badge tone="warn">{t('compare.differs')}</Badge>
              ),
          },
        ]}
      />
      <MergeForm file={file} other={other} />
    </section>
  );
}

function MergeForm({ file, other }: { file: File; other: File }) {
  const [kept, setKept] = useState<'this' | 'other'>('this');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One command for each direction: choosing otherwise after a lost answer is another step.
  const [commands] = useState(() => ({ this: newId(), other: newId() }));
  const [survivor, merged] = kept === 'this' ? [file, other] : [other, file];
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(MergePersons, {
      commandId: commands[kept],
      survivorId: survivor.id,
      mergedId: merged.id,
      reason: reason.trim(),
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('merge.done'));
    navigate(`/child/${survivor.id}`, { replace: true });
  };
  return (
    <div class="card">
      <Segmented
        legend={t('survivor.legend')}
        value={kept}
        options={[
          { value: 'this', label: t('survivor.this') },
          { value: 'other', label: t('survivor.other') },
        ]}
        onChange={(value) => setKept(value as 'this' | 'other')}
      />
      <TextArea
        label={t('merge.reason')}
        hint={t('merge.reasonHint')}
        value={reason}
        maxLength={200}
        rows={2}
        onInput={setReason}
      />
      <Notice tone="warn">{t('merge.warn', { merged: merged.name, survivor: survivor.name })}</Notice>
      {problem?.reason === 'wrong_state' ? (
        <Notice tone="bad" alert>
          {t('merge.wrongState')}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
      <div class="row">
        <Button variant="danger" busy={busy} disabled={reason.trim() === ''} onClick={() => void confirm()}>
          {t('merge.confirm')}
        </Button>
      </div>
    </div>
  );
}
