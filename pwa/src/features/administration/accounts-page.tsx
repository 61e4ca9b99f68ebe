import './administration.css';
import { useState } from 'preact/hooks';
import { Accounts, type AccountsQuery, type Role, SetUnitMaster, UnlockAccount } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { usePages } from '../../data/use-pages.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/desk.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t as roleName } from '../../i18n/role.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { AccountStateBadge } from './account-state.tsx';
import { HideBlocksDialog, isHideable } from './hide-blocks.tsx';

type Account = AccountsQuery['accounts']['nodes'][number];

const ROLES = [
  'vaccinator',
  'school_checker',
  'cdc',
  'inspector',
  'guardian',
  'partner',
  'employer',
  'system_admin',
  'security_admin',
  'audit_admin',
] as const satisfies readonly Role[];

/** Accounts of the administrator's area; the security administrator lifts locks. */
const AccountsPage: Screen = () => {
  const [role, setRole] = useState('');
  const [unlocking, setUnlocking] = useState<Account | null>(null);
  const [hiding, setHiding] = useState<Account | null>(null);
  const pages = usePages(Accounts, { role: (role || null) as Role | null }, (data) => data.accounts);
  const { nodes, problem, isLoading, hasMore, more, replace } = pages;
  const [naming, setNaming] = useState<Account | null>(null);
  const own = account.value?.role;
  const acts = {
    unlock: own === 'security_admin' ? setUnlocking : null,
    hide: own === 'security_admin' ? setHiding : null,
    name: own === 'system_admin' ? setNaming : null,
  };
  return (
    <Page title={t('accounts.title')}>
      <div class="filter">
        <Select
          label={t('accounts.role')}
          value={role}
          options={[
            { value: '', label: t('accounts.allRoles') },
            ...ROLES.map((value) => ({ value, label: roleName(value) })),
          ]}
          onInput={setRole}
        />
      </div>
      <p class="muted small">{t('accounts.masked')}</p>
      {problem && <ErrorBox problem={problem} onRetry={more} />}
      {!nodes && isLoading && <Skeleton lines={6} />}
      {nodes?.length === 0 && <EmptyState icon="people" title={t('accounts.none')} />}
      {nodes && nodes.length > 0 && (
        <Table caption={t('accounts.title')} hideCaption columns={columns(acts)} rows={nodes} rowKey={({ id }) => id} />
      )}
      {hasMore && (
        <Button wide busy={isLoading} onClick={more}>
          {t('list.more')}
        </Button>
      )}
      {hiding && <HideBlocksDialog of={hiding} onClose={() => setHiding(null)} onDone={replace} />}
      {naming && <NameMaster of={naming} onClose={() => setNaming(null)} onDone={replace} />}
      {unlocking && <Unlock of={unlocking} onClose={() => setUnlocking(null)} onDone={replace} />}
    </Page>
  );
};
export default AccountsPage;

type Act = ((of: Account) => void) | null;
interface Acts {
  unlock: Act;
  hide: Act;
  name: Act;
}
/** Roles of those who work in a unit: one of them may answer for it. */
const UNIT_ROLES: readonly Role[] = ['vaccinator', 'school_checker'];

const columns = (acts: Acts): Column<Account>[] => [
  { key: 'name', head: t('accounts.name'), lead: true, cell: ({ displayName }) => <bdi>{displayName}</bdi> },
  { key: 'login', head: t('accounts.login'), cell: ({ login }) => <span class="mono small unbroken">{login}</span> },
  { key: 'role', head: t('accounts.role'), cell: ({ role }) => <span class="unbroken">{roleName(role)}</span> },
  { key: 'organisation', head: t('accounts.organisation'), cell: ({ organisation }) => organisation?.name ?? '–' },
  {
    key: 'state',
    head: t('accounts.state'),
    cell: (of) => (
      <span class="row">
        <AccountStateBadge state={of.state} />
        {of.unitMaster && <Badge tone="info">{t('accounts.master')}</Badge>}
        {acts.unlock && of.state === 'locked' && (
          <Button label={t('accounts.unlockOf', { name: of.displayName })} onClick={() => acts.unlock?.(of)}>
            {t('accounts.unlock')}
          </Button>
        )}
        {acts.hide && isHideable(of) && (
          <Button
            variant="quiet"
            label={t('accounts.hideOf', { name: of.displayName })}
            onClick={() => acts.hide?.(of)}
          >
            {t('accounts.hide')}
          </Button>
        )}
        {acts.name && UNIT_ROLES.includes(of.role) && (
          <Button
            variant="quiet"
            label={t(of.unitMaster ? 'accounts.unmasterOf' : 'accounts.masterOf', { name: of.displayName })}
            onClick={() => acts.name?.(of)}
          >
            {t(of.unitMaster ? 'accounts.unmaster' : 'accounts.makeMaster')}
          </Button>
        )}
      </span>
    ),
  },
  {
    key: 'last',
    head: t('accounts.lastSignIn'),
    cell: ({ lastSignInAt }) => (lastSignInAt ? formatInstant(lastSignInAt) : t('accounts.never')),
  },
];

/** Makes an account the master account of its unit, or takes it back. */
function NameMaster({ of, onClose, onDone }: { of: Account; onClose: () => void; onDone: (account: Account) => void }) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const title = t(of.unitMaster ? 'accounts.unmasterOf' : 'accounts.masterOf', { name: of.displayName });
  const confirm = async () => {
    setBusy(true);
    const answer = await mutate(SetUnitMaster, { commandId, accountId: of.id, isMaster: !of.unitMaster });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onDone(answer.data.setUnitMaster);
    onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void confirm()}>
            {t(of.unitMaster ? 'accounts.unmaster' : 'accounts.makeMaster')}
          </Button>
        </>
      }
    >
      <p>{t('accounts.masterExplain', { unit: of.organisation?.name ?? '–' })}</p>
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}

function Unlock({ of, onClose, onDone }: { of: Account; onClose: () => void; onDone: (account: Account) => void }) {
  const [commandId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const unlock = async () => {
    setBusy(true);
    const answer = await mutate(UnlockAccount, { commandId, accountId: of.id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    onDone(answer.data.unlockAccount);
    toast(t('accounts.unlocked'));
    onClose();
  };
  return (
    <Dialog
      title={t('accounts.unlockOf', { name: of.displayName })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void unlock()}>
            {t('accounts.unlock')}
          </Button>
        </>
      }
    >
      <p>{t('accounts.unlockAsk')}</p>
      {problem && <ErrorBox problem={problem} />}
    </Dialog>
  );
}
