import type { Claims } from '@miaoben/kernel/claims';

type Fetcher = Pick<Claims, 'account' | 'role'>;

/** `<id>~<account>~<role>`: who fetches the file stands in the audit. */
export const addressOf = (id: string, claims: Fetcher): string => `${id}~${claims.account}~${claims.role}`;

export function readAddress(address: string): { id: string; by: Fetcher } {
  const [id = '', account = '', role = ''] = address.split('~');
  return { id, by: { account, role: role as Claims['role'] } };
}
