import { useRef, useState } from 'preact/hooks';
import { Employees, type EmployeesQuery, RemoveEmployee } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { saveFile } from '../../data/save-file.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/employer.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { AddDialog } from './add-dialog.tsx';
import { MOST, readStaff, type StaffRow, staffSheet, staffTemplate } from './staff-sheet.ts';

type Employee = EmployeesQuery['employees']['nodes'][number];
type Verdict = Employee['verdict'];
const TONES: Record<Verdict, Tone> = { valid: 'good', expiring: 'warn', expired: 'bad', ended: 'bad', none: 'neutral' };
const VERDICTS: readonly Verdict[] = ['none', 'expired', 'ended', 'expiring', 'valid'];

/** The staff of an employer and whether the health certificate of each is valid (J-58). */
const StaffPage: Screen = () => {
  const [round, setRound] = useState(0);
  return <Staff key={round} onChanged={() => setRound(round + 1)} />;
};
export default StaffPage;

type Adding = { file: string; rows: readonly StaffRow[] } | 'one';

function Staff({ onChanged }: { onChanged: () => void }) {
  const { nodes, problem, isLoading, hasMore, more } = usePages(Employees, {}, (data) => data.employees);
  const [adding, setAdding] = useState<Adding | null>(null);
  const [removing, setRemoving] = useState<Employee | null>(null);
  const [only, setOnly] = useState<Verdict | ''>('');
  const shown = nodes?.filter(({ verdict }) => only === '' || verdict === only) ?? [];
  const isEmpty = nodes?.length === 0;
  return (
    <Page title={t('staff.title')}>
      <p class="muted">{t('staff.explain')}</p>
      <Ways onAdd={setAdding} shown={shown} />
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {isEmpty && (
        <EmptyState icon="people" title={t('staff.none')}>
          <p class="muted">{t('staff.none.hint')}</p>
        </EmptyState>
      )}
      {nodes && nodes.length > 0 && (
        <>
          <Segmented
            legend={t('staff.filter')}
            value={only}
            options={[
              { value: '', label: t('staff.all', { count: nodes.length }) },
              ...VERDICTS.flatMap((verdict) => {
                const count = nodes.filter((node) => node.verdict === verdict).length;
                const label = t('staff.only', { verdict: t(`verdict.${verdict}`), count });
                return count > 0 || verdict === only ? [{ value: verdict, label }] : [];
              }),
            ]}
            onChange={(value) => setOnly(value as Verdict | '')}
          />
          <Table
            caption={t('staff.title')}
            hideCaption
            rows={shown}
            rowKey={({ id }) => id}
            columns={columns(setRemoving)}
          />
        </>
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('staff.more')}
        </Button>
      )}
      {adding && (
        <AddDialog
          listed={adding === 'one' ? null : adding}
          onClose={(added) => (added ? onChanged() : setAdding(null))}
        />
      )}
      {removing && (
        <RemoveDialog employee={removing} onClose={(removed) => (removed ? onChanged() : setRemoving(null))} />
      )}
    </Page>
  );
}

const HEADS = ['name', 'number', 'verdict', 'validity', 'certificate', 'issuer'] as const;
/** A row as the sheet tells it, in the order of its heads. */
const textsOf = ({ name, documentNumber, verdict, certificate }: Employee): string[] => [
  name,
  documentNumber,
  t(`verdict.${verdict}`),
  certificate ? (certificate.validTo ?? t('staff.forever')) : '',
  certificate?.number ?? '',
  certificate?.issuerName ?? '',
];

/** The ways onto the list and off the screen: typed, from a file, and the template of one. */
function Ways({ onAdd, shown }: { onAdd: (adding: Adding) => void; shown: readonly Employee[] }) {
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const take = async (file: File) => {
    setFault(null);
    let rows: StaffRow[];
    try {
      rows = await readStaff(file);
    } catch {
      return setFault(t('import.unread'));
    }
    if (rows.length === 0) return setFault(t('import.empty'));
    if (rows.length > MOST) return setFault(t('import.tooMany', { most: MOST }));
    onAdd({ file: file.name, rows });
  };
  const template = async () =>
    saveFile(`${t('import.file')}.xlsx`, await staffTemplate([t('staff.name'), t('staff.number')]));
  const save = async () => {
    const heads = HEADS.map((head) => t(`staff.${head}`));
    saveFile(`${t('staff.title')} ${todayInChina()}.xlsx`, await staffSheet(heads, shown.map(textsOf)));
  };
  return (
    <>
      <div class="row no-print">
        <Button variant="primary" icon="plus" onClick={() => onAdd('one')}>
          {t('staff.add')}
        </Button>
        <Button icon="upload" onClick={() => input.current?.click()}>
          {t('staff.import')}
        </Button>
        <input
          ref={input}
          class="sr-only"
          type="file"
          accept=".xlsx"
          tabIndex={-1}
          aria-label={t('staff.import')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void take(file);
          }}
        />
        <Button icon="download" onClick={() => void template()}>
          {t('staff.template')}
        </Button>
        {shown.length > 0 && (
          <>
            <Button icon="download" onClick={() => void save()}>
              {t('staff.export', { count: shown.length })}
            </Button>
            <Button icon="printer" onClick={() => print()}>
              {common('action.print')}
            </Button>
          </>
        )}
      </div>
      {fault && (
        <Notice tone="bad" alert>
          {fault}
        </Notice>
      )}
    </>
  );
}

const columns = (onRemove: (employee: Employee) => void): Column<Employee>[] => [
  { key: 'name', head: t('staff.name'), lead: true, cell: ({ name }) => <bdi>{name}</bdi> },
  { key: 'number', head: t('staff.number'), cell: ({ documentNumber }) => <span class="mono">{documentNumber}</span> },
  {
    key: 'verdict',
    head: t('staff.verdict'),
    cell: ({ verdict }) => <Badge tone={TONES[verdict]}>{t(`verdict.${verdict}`)}</Badge>,
  },
  {
    key: 'until',
    head: t('staff.validity'),
    cell: ({ certificate }) =>
      certificate ? (
        <span class="number">{certificate.validTo ? formatDate(certificate.validTo) : t('staff.forever')}</span>
      ) : (
        '–'
      ),
  },
  {
    key: 'certificate',
    head: t('staff.certificate'),
    cell: ({ certificate }) => <span class="mono small">{certificate?.number ?? '–'}</span>,
  },
  { key: 'issuer', head: t('staff.issuer'), cell: ({ certificate }) => certificate?.issuerName ?? '–' },
  {
    key: 'do',
    head: t('staff.do'),
    cell: (employee) => (
      <span class="no-print">
        <Button label={t('staff.removeOf', { name: employee.name })} onClick={() => onRemove(employee)}>
          {t('staff.remove')}
        </Button>
      </span>
    ),
  },
];

function RemoveDialog({ employee, onClose }: { employee: Employee; onClose: (removed: boolean) => void }) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const remove = async () => {
    setBusy(true);
    const answer = await mutate(RemoveEmployee, { commandId, id: employee.id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('staff.removed'));
    onClose(true);
  };
  return (
    <FormDialog
      title={t('staff.removeOf', { name: employee.name })}
      saveText={t('staff.remove')}
      busy={busy}
      isDanger
      onSave={remove}
      onClose={() => onClose(false)}
    >
      <p>{t('staff.removeAsk')}</p>
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
