import { useMemo, useState } from 'preact/hooks';
import {
  ClinicMergeFile,
  type ClinicMergeFileQuery,
  type MergeField,
  MergePersons,
} from '../../data/generated/clinic.ts';
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
import { cameFrom } from '../person-file/came-from.ts';
import { completest, type Side } from './completest.ts';

type File = NonNullable<ClinicMergeFileQuery['person']>;

/** What of a file tells whether two are of one child. */
function factsOf(file: File): Record<Item, string> {
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
    phone: file.phone ?? t('item.none'),
    guardians:
      file.guardians.map(({ name, phone }) => (phone ? `${name} ${phone}` : name)).join('\n') || t('item.none'),
    residence: file.residence.name,
    clinic: file.managingClinic.name,
    doses: t('item.dosesValue', { count: standing.length }),
    last: last ? formatDate(last) : t('item.none'),
  };
}
const ITEMS = [
  'name',
  'sex',
  'born',
  'document',
  'phone',
  'guardians',
  'residence',
  'clinic',
  'doses',
  'last',
] as const;
type Item = (typeof ITEMS)[number];
/** Items of which one of two is chosen; of the others both stand. */
const FIELDS = {
  name: 'name',
  sex: 'sex',
  born: 'birthDate',
  document: 'document',
  phone: 'phone',
  residence: 'residence',
  clinic: 'managingClinic',
} as const satisfies Partial<Record<Item, `${MergeField}`>>;
type Choices = Partial<Record<keyof typeof FIELDS, Side>>;

const isField = (item: Item): item is keyof typeof FIELDS => item in FIELDS;

/** Two files side by side, the choice of what stands, and the merge of them. */
export function Compare({ file, otherId }: { file: File; otherId: string }) {
  const { data, problem, refresh } = useData(ClinicMergeFile, { id: otherId });
  const [kept, setKept] = useState<Side>('this');
  const [choices, setChoices] = useState<Choices>({});
  const other = data?.person;
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  if (!other) return <Skeleton lines={8} />;
  const facts = { this: factsOf(file), other: factsOf(other) };
  // Unless chosen otherwise the file that stays keeps what it has and takes what it lacks.
  const sideOf = (item: keyof typeof FIELDS): Side =>
    choices[item] ?? (facts[kept][item] === t('item.none') ? (kept === 'this' ? 'other' : 'this') : kept);
  const isDifferent = (item: Item) => facts.this[item] !== facts.other[item];
  const take = ITEMS.flatMap((item) =>
    isField(item) && isDifferent(item) && sideOf(item) !== kept ? [FIELDS[item]] : [],
  );
  const propose = () => {
    const { kept: side, ...fields } = completest(file, other);
    setKept(side);
    setChoices(fields);
  };
  return (
    <section class="stack">
      <div class="row-between">
        <span class="muted">{t('compare.proposeHint')}</span>
        <Button icon="check" onClick={propose}>
          {t('compare.propose')}
        </Button>
      </div>
      <Table
        caption={t('compare.title')}
        rows={ITEMS}
        rowKey={(item) => item}
        columns={[
          { key: 'item', head: t('compare.item'), lead: true, cell: (item) => t(`item.${item}`) },
          { key: 'this', head: t('compare.this'), cell: (item) => <bdi>{facts.this[item]}</bdi> },
          { key: 'other', head: t('compare.other'), cell: (item) => <bdi>{facts.other[item]}</bdi> },
          {
            key: 'take',
            head: t('compare.take'),
            cell: (item) =>
              !isDifferent(item) ? (
                <Badge tone="good">{t('compare.same')}</Badge>
              ) : isField(item) ? (
                <Segmented
                  legend={t('compare.takeOf', { item: t(`item.${item}`) })}
                  value={sideOf(item)}
                  options={[
                    { value: 'this', label: t('compare.takeThis') },
                    { value: 'other', label: t('compare.takeOther') },
                  ]}
                  onChange={(side) => setChoices({ ...choices, [item]: side as Side })}
                />
              ) : (
                <Badge tone="info">{t('compare.both')}</Badge>
              ),
          },
        ]}
      />
      <MergeForm file={file} other={other} kept={kept} onKept={setKept} take={take} />
    </section>
  );
}

function MergeForm({
  file,
  other,
  kept,
  onKept,
  take,
}: {
  file: File;
  other: File;
  kept: Side;
  onKept: (side: Side) => void;
  take: `${MergeField}`[];
}) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // One command for each set of choices: choosing otherwise after a lost answer is another step.
  const commandId = useMemo(() => newId(), [kept, take.join(), reason]);
  const [survivor, merged] = kept === 'this' ? [file, other] : [other, file];
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(MergePersons, {
      commandId,
      survivorId: survivor.id,
      mergedId: merged.id,
      reason: reason.trim(),
      take,
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('merge.done'));
    navigate(cameFrom(survivor.id), { replace: true });
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
        onChange={(value) => onKept(value as Side)}
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
      {problem?.reason === 'wrong_state' || problem?.field === 'documentNumber' ? (
        <Notice tone="bad" alert>
          {t(problem.reason === 'wrong_state' ? 'merge.wrongState' : 'merge.fields')}
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
