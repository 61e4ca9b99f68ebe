import type { Services } from '@miaoben/kernel';

const NAMES = `query AccountNames($accounts: [_Any!]!) { _entities(representations: $accounts) { ... on Account { id displayName } } }`;

/** Names of accounts, as identity has them now. @throws UNAVAILABLE */
export async function accountNames(
  { peers }: Pick<Services, 'peers'>,
  purpose: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { _entities } = await peers.graph<{ _entities: ({ id: string; displayName: string } | null)[] }>(
    'identity',
    purpose,
    NAMES,
    { accounts: ids.map((id) => ({ __typename: 'Account', id })) },
  );
  return new Map(_entities.flatMap((a) => (a ? [[a.id, a.displayName] as const] : [])));
}
