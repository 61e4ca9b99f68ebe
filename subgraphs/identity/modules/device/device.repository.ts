import { change, type Em, query } from '@miaoben/kernel';
import type { Device } from './device.type.ts';

export interface DeviceRow {
  id: string;
  secret_hash: string;
  name: string;
  organisation_id: string;
  division_code: string;
  account_id: string;
  session_id: string | null;
  first_contact_at: string;
  last_contact_at: string;
  waiting: number;
  attention: number;
  pack_at: string | null;
  lost_at: string | null;
  lost_by: string | null;
  lost_reason: string | null;
  wiped_at: string | null;
  left_unsent: number | null;
}

const SELECT = 'select d.*, o.division_code from device d join organisation o on o.id = d.organisation_id';

export const toDevice = (row: DeviceRow): Device => ({
  id: row.id,
  name: row.name,
  state: row.wiped_at !== null ? 'wiped' : row.lost_at !== null ? 'lost' : 'in_use',
  firstContactAt: row.first_contact_at,
  lastContactAt: row.last_contact_at,
  waiting: row.waiting,
  attention: row.attention,
  packAt: row.pack_at,
  lostAt: row.lost_at,
  lostReason: row.lost_reason,
  wipedAt: row.wiped_at,
  leftUnsent: row.left_unsent,
  accountId: row.account_id,
  organisationId: row.organisation_id,
  lostById: row.lost_by,
});

export async function deviceById(em: Em, id: string, lock = false): Promise<DeviceRow | undefined> {
  const [row] = await query<DeviceRow>(em, `${SELECT} where d.id = $1${lock ? ' for update of d' : ''}`, [id]);
  return row;
}

/** Enough for any unit. */
const MOST_DEVICES = 200;

/** Devices of a unit, last heard first. @param account only those it used last */
export const devicesOfUnit = (em: Em, organisation: string, account: string | null): Promise<DeviceRow[]> =>
  query<DeviceRow>(
    em,
    `${SELECT} where d.organisation_id = $1 and ($2::uuid is null or d.account_id = $2)
     order by d.last_contact_at desc, d.id limit $3`,
    [organisation, account, MOST_DEVICES],
  );

interface Contact {
  id: string;
  secretHash: string;
  name: string;
  organisation: string;
  account: string;
  session: string | null;
  waiting: number;
  attention: number;
  packAt: Date | null;
  at: Date;
}

/** Enters a device, or what it told of itself now. */
export const putContact = (em: Em, c: Contact): Promise<unknown> =>
  query(
    em,
    `insert into device (id, secret_hash, name, organisation_id, account_id, session_id, waiting, attention, pack_at,
       first_contact_at, last_contact_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
     on conflict (id) do update set name = excluded.name, organisation_id = excluded.organisation_id,
       account_id = excluded.account_id, session_id = excluded.session_id, waiting = excluded.waiting,
       attention = excluded.attention, pack_at = excluded.pack_at, last_contact_at = excluded.last_contact_at
     where device.lost_at is null`,
    [c.id, c.secretHash, c.name, c.organisation, c.account, c.session, c.waiting, c.attention, c.packAt, c.at],
  );

export const noteHeard = (em: Em, id: string, at: Date): Promise<number> =>
  change(em, 'update device set last_contact_at = $2 where id = $1', [id, at]);

export const markLost = (em: Em, id: string, by: string, reason: string, at: Date): Promise<number> =>
  change(em, 'update device set lost_at = $4, lost_by = $2, lost_reason = $3 where id = $1', [id, by, reason, at]);

export const markWiped = (em: Em, id: string, leftUnsent: number, at: Date): Promise<number> =>
  change(
    em,
    `update device set wiped_at = $3, left_unsent = $2, waiting = 0, attention = 0, pack_at = null, last_contact_at = $3
     where id = $1 and wiped_at is null`,
    [id, leftUnsent, at],
  );
