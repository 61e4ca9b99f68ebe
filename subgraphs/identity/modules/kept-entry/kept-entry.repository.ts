import { type Em, type Keyring, query } from '@miaoben/kernel';
import type { KeptEntryAnswer } from '../device/device.type.ts';
import type { KeptEntry, KeptEntryInput, KeptEntryProblem, KeptEntryState } from './kept-entry.type.ts';

const CONTENT = 'kept_entry.content';

interface KeptEntryRow {
  id: string;
  device_id: string;
  account_id: string;
  kind: string;
  person_id: string | null;
  entered_at: string;
  kept_at: string;
  is_behind: boolean;
  problem: Partial<KeptEntryProblem> | null;
  content_sealed: string;
  state: `${KeptEntryState}`;
  settled_by: string | null;
  settled_at: string | null;
  note: string | null;
}

const toEntry =
  (keyring: Keyring) =>
  (row: KeptEntryRow): KeptEntry => ({
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    enteredAt: row.entered_at,
    keptAt: row.kept_at,
    isBehind: row.is_behind,
    problem: row.problem && {
      code: row.problem.code ?? 'INTERNAL',
      field: row.problem.field ?? null,
      reason: row.problem.reason ?? null,
    },
    content: keyring.open(row.content_sealed, CONTENT),
    state: row.state,
    settledAt: row.settled_at,
    note: row.note,
    accountId: row.account_id,
    deviceId: row.device_id,
    settledById: row.settled_by,
  });

/** Those named that are accounts; who typed on a tablet may have left its unit since. */
export async function accountsAmong(em: Em, ids: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ id: string }>(em, 'select id from account where id = any($1::uuid[])', [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** Keeps entries; one that comes again brings its newer refusal, unless somebody settled it meanwhile. */
export const putEntries = (
  em: Em,
  keyring: Keyring,
  where: { device: string; organisation: string; at: Date },
  entries: readonly KeptEntryInput[],
): Promise<unknown> =>
  query(
    em,
    `insert into kept_entry (id, device_id, organisation_id, kept_at, account_id, place, kind, person_id, entered_at, is_behind,
       problem, content_sealed)
     select e.id, $1, $2, $3, e.account_id, e.place, e.kind, e.person_id, e.entered_at, e.is_behind, e.problem::jsonb, e.content
     from unnest($4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::uuid[], $9::timestamptz[], $10::boolean[], $11::text[],
       $12::text[]) as e (id, account_id, place, kind, person_id, entered_at, is_behind, problem, content)
     on conflict (id) do update set problem = excluded.problem, is_behind = excluded.is_behind, kept_at = excluded.kept_at,
       content_sealed = excluded.content_sealed, state = 'open', note = null, settled_by = null, settled_at = null
     where kept_entry.device_id = excluded.device_id and kept_entry.state in ('open', 'handed_back')`,
    [
      where.device,
      where.organisation,
      where.at,
      entries.map((e) => e.id),
      entries.map((e) => e.accountId),
      entries.map((e) => e.place),
      entries.map((e) => e.kind),
      entries.map((e) => e.personId ?? null),
      entries.map((e) => e.enteredAt),
      entries.map((e) => e.isBehind),
      entries.map((e) => (e.problem ? JSON.stringify(e.problem) : null)),
      entries.map((e) => keyring.seal(e.content, CONTENT)),
    ],
  );

/** Whose entries a caller sees: of one unit, there of one account alone or of all; and of those who work under no clinic or school in divisions. */
export interface KeptReach {
  readonly organisation: string | null;
  /** null: of all accounts of the unit */
  readonly account: string | null;
  readonly divisions: readonly string[];
}
/** Roles whose units have no master account (`UNIT_ROLES`): what they typed is for the desk of disease control of their area. */
const DESK_ROLES = ['cdc', 'inspector'];
/** SQL of a reach: its parts are the first four parameters. */
const SEEN = `((organisation_id = $1::uuid and ($2::uuid is null or account_id = $2::uuid))
  or exists (select 1 from organisation o join account a on a.id = kept_entry.account_id
     where o.id = kept_entry.organisation_id and a.role = any($4::text[])
       and exists (select 1 from unnest($3::text[]) d where starts_with(o.division_code, d))))`;
const seenBy = ({ organisation, account, divisions }: KeptReach) => [organisation, account, divisions, DESK_ROLES];

/** Enough to work on at once; what is behind comes when the first are settled. */
const MOST_SHOWN = 200;

/** Entries in reach that wait for somebody; with `settled` what was done of the last 30 days. */
export async function entriesOf(
  em: Em,
  keyring: Keyring,
  reach: KeptReach,
  withSettled: boolean,
): Promise<KeptEntry[]> {
  const rows = await query<KeptEntryRow>(
    em,
    `select * from kept_entry where ${SEEN}
       and (state in ('open', 'handed_back') or ($5 and kept_at > now() - interval '30 days'))
     order by state in ('open', 'handed_back') desc, kept_at desc, device_id, place limit $6`,
    [...seenBy(reach), withSettled, MOST_SHOWN],
  );
  return rows.map(toEntry(keyring));
}

/** Entries in reach by id, held until the transaction ends. */
export async function lockEntries(
  em: Em,
  keyring: Keyring,
  reach: KeptReach,
  ids: readonly string[],
): Promise<KeptEntry[]> {
  const rows = await query<KeptEntryRow>(
    em,
    `select * from kept_entry where ${SEEN} and id = any($5::uuid[]) order by id for update`,
    [...seenBy(reach), ids],
  );
  return rows.map(toEntry(keyring));
}

export const markEntries = (
  em: Em,
  ids: readonly string[],
  act: { state: string; by: string; note: string | null; at: Date },
): Promise<unknown> =>
  query(
    em,
    'update kept_entry set state = $2, settled_by = $3, note = $4, settled_at = $5 where id = any($1::uuid[])',
    [ids, act.state, act.by, act.note, act.at],
  );

/** The device has settled entries itself, or followed what the supervisor did: nothing of them is asked for any more. */
export const settleOnDevice = async (
  em: Em,
  whose: { device: string; account: string },
  ids: readonly string[],
  at: Date,
): Promise<void> => {
  if (ids.length === 0) return;
  await query(
    em,
    `update kept_entry set state = 'settled', settled_by = account_id, settled_at = $4
     where id = any($3::uuid[]) and device_id = $1 and account_id = $2 and state in ('open', 'handed_back')`,
    [whose.device, whose.account, ids, at],
  );
};

/** What became of entries of a device and account since an instant, in their order; of very many those settled last. */
export async function answersOf(em: Em, device: string, account: string, since: Date): Promise<KeptEntryAnswer[]> {
  return query<KeptEntryAnswer>(
    em,
    `select id, state, note from (
       select * from kept_entry where device_id = $1 and account_id = $2 and state in ('taken', 'set_aside', 'handed_back')
         and settled_at > $3 order by settled_at desc limit 500) e
     order by place, id`,
    [device, account, since],
  );
}
