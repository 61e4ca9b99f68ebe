import { badInput, isUuid, type Services } from '@miaoben/kernel';

const PURPOSE = 'seal_grant';
const WHERE = `query Grantee($accounts: [_Any!]!) {
  _entities(representations: $accounts) { ... on Account { role state organisation { id } } }
}`;
/** Who makes files of certificates by a right of their own. */
const ROLE = 'vaccinator';

interface Grantee {
  role: string;
  state: string;
  organisation: { id: string } | null;
}

/**
 * A right to a seal goes to staff of the unit whose seal it is, whose accounts are in use.
 * @throws BAD_INPUT grantee (format, unknown_code); UNAVAILABLE while identity does not answer
 */
export async function requireStaffOf(
  { peers }: Pick<Services, 'peers'>,
  issuerId: string,
  grantee: string,
): Promise<void> {
  if (!isUuid(grantee)) throw badInput('grantee', 'format');
  const { _entities } = await peers.graph<{ _entities: (Grantee | null)[] }>('identity', PURPOSE, WHERE, {
    accounts: [{ __typename: 'Account', id: grantee }],
  });
  const [account] = _entities;
  const isInUse = account?.state === 'normal' || account?.state === 'locked';
  if (!account || !isInUse || account.role !== ROLE || account.organisation?.id !== issuerId)
    throw badInput('grantee', 'unknown_code');
}
