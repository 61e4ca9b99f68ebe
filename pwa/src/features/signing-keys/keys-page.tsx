import { useState } from 'preact/hooks';
import { SigningKeys, type SigningKeysQuery } from '../../data/generated/desk.ts';
import { usePolled } from '../../data/use-polled.ts';
import { formatDate, formatInstant, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/keys.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Skeleton, type Tone } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { Table } from '../../ui/table.tsx';
import { Page } from '../session/shell.tsx';
import { Handover } from './handover.tsx';
import { Reissues } from './reissues.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

type State = SigningKeysQuery['trustState'];
type Key = State['keys'][number];

const TONES: Record<Key['state'], Tone> = {
  prepared: 'info',
  signing: 'good',
  verifying: 'neutral',
  ended: 'neutral',
  revoked: 'bad',
};
const POLL_MS = 2_000;

/** Keys with their seasons and windows, the lists they sign, and what follows when one is revoked (密钥与信任清单). */
const KeysPage: Screen = () => {
  const { data, problem, refresh } = usePolled(
    SigningKeys,
    {},
    ({ trustState }) => trustState.reissues.some(({ finishedAt }) => !finishedAt),
    POLL_MS,
  );
  const [revoking, setRevoking] = useState<Key | null>(null);
  const state = data?.trustState;
  return (
    <Page title={t('page.title')}>
      <p class="muted">{t('page.explain')}</p>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!state && !problem && <Skeleton lines={8} />}
      {state && (
        <>
          <Reissues of={state.reissues} />
          <Keys keys={state.keys} onRevoke={setRevoking} />
          <Handover of={state.handover} onChanged={refresh} />
          <Lists of={state} />
        </>
      )}
      {revoking && (
        <RevokeDialog
          of={revoking}
          onClose={() => setRevoking(null)}
          onRevoked={() => {
            setRevoking(null);
            refresh();
          }}
        />
      )}
    </Page>
  );
};
export default KeysPage;

/** The day of an instant in China: windows of keys begin and end at its midnight. */
const dayOf = (instant: string): string => formatDate(todayInChina(Date.parse(instant)));

const ROOT_SEASONS = ['current', 'next', 'retired'] as const;

function seasonName(season: string): string {
  const known = ROOT_SEASONS.find((one) => one === season);
  return known ? t(`season.${known}`) : season;
}

function Keys({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: (key: Key) => void }) {
  return (
    <Table
      caption={t('key.title')}
      rows={keys}
      rowKey={({ kid }) => kid}
      columns={[
        { key: 'use', head: t('key.use'), lead: true, cell: ({ use }) => t(`use.${use}`) },
        {
          key: 'season',
          head: t('key.season'),
          cell: ({ season }) => <span class="number">{seasonName(season)}</span>,
        },
        {
          key: 'state',
          head: t('key.state'),
          cell: ({ state, revokedAt, revokedReason }) => (
            <span class="stack-tight">
              <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
              {revokedAt && (
                <span class="small">
                  {t('revoke.by', { time: formatInstant(revokedAt), reason: revokedReason ?? '' })}
                </span>
              )}
            </span>
          ),
        },
        {
          key: 'kid',
          head: t('key.kid'),
          cell: ({ kid, alg }) => (
            <span class="mono">
              {kid} <span class="muted small">{alg}</span>
            </span>
          ),
        },
        {
          key: 'sign',
          head: t('key.sign'),
          cell: ({ signFrom, signTo }) =>
            signFrom && signTo ? t('key.span', { from: dayOf(signFrom), to: dayOf(signTo) }) : t('key.pinned'),
        },
        {
          key: 'verify',
          head: t('key.verify'),
          cell: ({ verifyTo }) => (verifyTo ? dayOf(verifyTo) : '—'),
        },
        {
          key: 'certificates',
          head: t('key.certificates'),
          end: true,
          cell: ({ use, certificates }) => <span class="number">{use === 'result' ? certificates : '—'}</span>,
        },
        {
          key: 'action',
          head: t('key.action'),
          cell: (key) =>
            key.use === 'root' || key.state === 'revoked' || key.state === 'ended' ? (
              '—'
            ) : (
              <Button variant="danger" label={t('revoke.of', { kid: key.kid })} onClick={() => onRevoke(key)}>
                {t('revoke.action')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Lists({ of: { sequence, bytes, issuedAt, statusLists } }: { of: State }) {
  const trust = { name: `${t('list.trust')} · ${t('list.sequence')} ${sequence}`, size: null, bytes, issuedAt };
  const rows = [trust, ...statusLists.map((list) => ({ ...list, name: t('list.statusOf', { id: list.id }) }))];
  return (
    <Table
      caption={t('list.title')}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', head: t('list.name'), lead: true, cell: ({ name }) => name },
        {
          key: 'size',
          head: t('list.size'),
          end: true,
          cell: ({ size }) => <span class="number">{size?.toLocaleString() ?? '—'}</span>,
        },
        {
          key: 'bytes',
          head: t('list.bytes'),
          end: true,
          cell: (row) => <span class="number">{row.bytes.toLocaleString()}</span>,
        },
        {
          key: 'issued',
          head: t('list.issued'),
          cell: (row) => <span class="number">{row.issuedAt ? formatInstant(row.issuedAt) : '—'}</span>,
        },
      ]}
    />
  );
}
