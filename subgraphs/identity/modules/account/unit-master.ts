import { type Claims, type Em, forbidden, query } from '@miaoben/kernel';

/** Whether an account in use is the master account of its unit (总账号, Q-95). Read anew each time: the token does not tell. */
export async function isUnitMaster(em: Em, account: string): Promise<boolean> {
  const rows = await query(em, `select 1 from account where id = $1 and unit_master and state = 'normal'`, [account]);
  return rows.length > 0;
}

/** The unit a master account answers for. @throws FORBIDDEN for every other account */
export async function unitOfMaster(em: Em, { account, organisation }: Claims): Promise<string> {
  if (!(await isUnitMaster(em, account)) || !organisation) throw forbidden();
  return organisation;
}
