import { useEffect, useState } from 'preact/hooks';
import {
  type DevicePartsFragment,
  DeviceUnits,
  type DeviceUnitsQuery,
  ReportDeviceLost,
  UnitDevices,
} from '../../data/generated/devices.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import { formatAgo, formatInstant } from '../../i18n/format.ts';
import { readSelf } from '../../offline/device-self.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Notice, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';

type Device = DevicePartsFragment;
type Unit = DeviceUnitsQuery['organisations']['nodes'][number];

const TONES: Record<Device['state'], Tone> = { in_use: 'good', lost: 'bad', wiped: 'neutral' };

/** Tablets of a unit, and the report of a lost one. An administrator chooses the unit first. */
const DevicesScreen: Screen = () => {
  const isAdministrator = account.value?.role === 'system_admin';
  const [unit, setUnit] = useState<string | null>(null);
  return (
    <Page title={t('devices.title')}>
      <p class="muted">{t('devices.explain')}</p>
      {isAdministrator && <UnitChoice onChoose={setUnit} />}
      {(!isAdministrator || unit) && <Devices unit={unit} isAdministrator={isAdministrator} />}
    </Page>
  );
};
export default DevicesScreen;

function UnitChoice({ onChoose }: { onChoose: (id: string | null) => void }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState('');
  const { data, problem, refresh } = useData(DeviceUnits, { text: asked }, { pause: asked === '' });
  const units: readonly Unit[] = data?.organisations.nodes ?? [];
  return (
    <form
      class="filter"
      onSubmit={(event) => {
        event.preventDefault();
        setChosen('');
        onChoose(null);
        setAsked(text.trim());
      }}
    >
      <TextField label={t('devices.unitText')} value={text} maxLength={50} onInput={setText} />
      <Button type="submit" icon="search">
        {t('devices.unitFind')}
      </Button>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {data && units.length === 0 && <p class="muted">{t('devices.unitNone')}</p>}
      {units.length > 0 && (
        <Select
          label={t('devices.unit')}
          value={chosen}
          options={[
            { value: '', label: t('devices.unitChoose') },
            ...units.map(({ id, name, code }) => ({ value: id, label: `${name}（${code}）` })),
          ]}
          onInput={(id) => {
            setChosen(id);
            onChoose(id || null);
          }}
        />
      )}
    </form>
  );
}

function Devices({ unit, isAdministrator }: { unit: string | null; isAdministrator: boolean }) {
  const { data, problem, isLoading, refresh } = useData(UnitDevices, { organisationId: unit });
  const [lost, setLost] = useState<Device | null>(null);
  const [self, setSelf] = useState<string | null>(null);
  useEffect(() => {
    void readSelf().then((own) => setSelf(own?.id ?? null));
  }, []);
  const canReport = isAdministrator || data?.me.unitMaster === true;
  const devices = data?.devices ?? [];
  return (
    <>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && !canReport && <Notice>{t('devices.ownOnly')}</Notice>}
      {data && devices.length === 0 && <EmptyState icon="clinic" title={t('devices.none')} />}
      {devices.length > 0 && (
        <Table
          caption={t('devices.title')}
          hideCaption
          columns={columns(self, canReport ? setLost : null)}
          rows={devices}
          rowKey={({ id }) => id}
        />
      )}
      {lost && <ReportLost device={lost} onClose={() => setLost(null)} onDone={refresh} />}
    </>
  );
}

const columns = (self: string | null, onLost: ((device: Device) => void) | null): Column<Device>[] => [
  {
    key: 'name',
    head: t('devices.name'),
    lead: true,
    cell: ({ id, name }) => (
      <>
        <bdi>{name}</bdi>
        {id === self && <span class="muted small"> {t('devices.this')}</span>}
      </>
    ),
  },
  { key: 'account', head: t('devices.account'), cell: ({ account: of }) => of?.displayName ?? '–' },
  {
    key: 'contact',
    head: t('devices.contact'),
    cell: ({ lastContactAt }) => (
      <span title={formatInstant(lastContactAt)}>{formatAgo(Date.parse(lastContactAt))}</span>
    ),
  },
  {
    key: 'unsent',
    head: t('devices.unsent'),
    cell: ({ waiting, attention }) =>
      attention > 0 ? t('devices.unsentOf', { count: waiting, attention }) : String(waiting),
  },
  { key: 'pack', head: t('devices.pack'), cell: ({ packAt }) => (packAt ? formatInstant(packAt) : '–') },
  {
    key: 'state',
    head: t('devices.state'),
    cell: (device) => (
      <span class="stack-tight">
        <span class="row">
          <Badge tone={TONES[device.state]}>{t(`devices.state.${device.state}`)}</Badge>
          {onLost && device.state === 'in_use' && (
            <Button label={t('devices.reportOf', { name: device.name })} onClick={() => onLost(device)}>
              {t('devices.report')}
            </Button>
          )}
        </span>
        {device.lostAt && (
          <span class="small muted">
            {t('devices.lostBy', {
              name: device.lostBy?.displayName ?? '–',
              time: formatInstant(device.lostAt),
              reason: device.lostReason ?? '',
            })}
          </span>
        )}
        {device.wipedAt && (
          <span class="small muted">
            {t('devices.wipedAt', { time: formatInstant(device.wipedAt), count: device.leftUnsent ?? 0 })}
          </span>
        )}
      </span>
    ),
  },
];

function ReportLost({ device, onClose, onDone }: { device: Device; onClose: () => void; onDone: () => void }) {
  const [commandId] = useState(newId);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const report = async () => {
    setBusy(true);
    const answer = await mutate(ReportDeviceLost, { commandId, deviceId: device.id, reason });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('devices.reported'));
    onClose();
    onDone();
  };
  return (
    <Dialog
      title={t('devices.reportOf', { name: device.name })}
      onClose={onClose}
      isForm
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="danger" busy={busy} disabled={reason.trim() === ''} onClick={() => void report()}>
            {t('devices.report')}
          </Button>
        </>
      }
    >
      <p>{t('devices.reportExplain')}</p>
      {device.waiting > 0 && <Notice tone="warn">{t('devices.reportUnsent', { count: device.waiting })}</Notice>}
      <TextField label={t('devices.reason')} value={reason} maxLength={200} onInput={setReason} />
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
