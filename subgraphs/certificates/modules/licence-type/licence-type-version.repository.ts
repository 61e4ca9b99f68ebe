import { change, type Em, newId, query } from '@miaoben/kernel';
import { Parameters } from '@miaoben/kernel/reach';
import type { DefinitionDifference, UpgradeHints, UpgradeStep } from './definition.difference.ts';
import type { LicenceDefinition } from './definition.ts';
import type { LicenceTypeRow } from './licence-type.repository.ts';
import type { VersionState } from './licence-type.type.ts';

export interface VersionRow {
  type_code: string;
  version: number;
  definition: LicenceDefinition;
  hints: UpgradeHints;
  state: VersionState;
  differences: DefinitionDifference[];
  steps: UpgradeStep[];
  note: string | null;
  proposed_by: string | null;
  proposed_at: string;
  decided_by: string | null;
  decided_at: string | null;
  decision_note: string | null;
  active_from: string | null;
}

export interface TypeFilter {
  /** part of the name or slug */
  name: string | null;
  createdFrom: string | null;
  createdTo: string | null;
}

/** Types by time of creation, newest first; the name is searched anywhere in it, for there are few types. */
export async function listTypes(
  em: Em,
  filter: TypeFilter,
  after: (string | number)[] | undefined,
  limit: number,
): Promise<LicenceTypeRow[]> {
  const p = new Parameters();
  const conditions = ['true'];
  if (filter.name) {
    const like = `%${filter.name.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(`(name ilike ${p.add(like)} or slug ilike ${p.add(like)})`);
  }
  if (filter.createdFrom)
    conditions.push(`created_at >= (${p.add(filter.createdFrom)}::date)::timestamp at time zone 'Asia/Shanghai'`);
  if (filter.createdTo)
    conditions.push(`created_at < (${p.add(filter.createdTo)}::date + 1)::timestamp at time zone 'Asia/Shanghai'`);
  if (after) conditions.push(`(created_at, code) < (${p.add(after[0])}::timestamptz, ${p.add(after[1])})`);
  return query<LicenceTypeRow>(
    em,
    `select code, slug, name, created_at::text from licence_type where ${conditions.join(' and ')}
     order by created_at desc, code desc limit ${p.add(limit)}`,
    p.values,
  );
}

export async function typeBy(em: Em, key: 'code' | 'slug', value: string): Promise<LicenceTypeRow | undefined> {
  const [row] = await query<LicenceTypeRow>(
    em,
    `select code, slug, name, created_at::text from licence_type where ${key} = $1`,
    [value],
  );
  return row;
}

/** Holds the type to the end of the transaction: one change of a definition at a time. */
export async function lockTypeRow(em: Em, code: string): Promise<LicenceTypeRow | undefined> {
  const [row] = await query<LicenceTypeRow>(
    em,
    'select code, slug, name, created_at::text from licence_type where code = $1 for update',
    [code],
  );
  return row;
}

const VERSION = `type_code, version, definition, hints, state, differences, steps, note, proposed_by, proposed_at, decided_by,
  decided_at, decision_note, active_from`;

/** All versions of a type, newest first. */
export const versionsOf = (em: Em, code: string): Promise<VersionRow[]> =>
  query<VersionRow>(em, `select ${VERSION} from licence_type_version where type_code = $1 order by version desc`, [
    code,
  ]);

export async function versionOf(em: Em, code: string, version: number): Promise<VersionRow | undefined> {
  const [row] = await query<VersionRow>(
    em,
    `select ${VERSION} from licence_type_version where type_code = $1 and version = $2`,
    [code, version],
  );
  return row;
}

/** The version in force of each of these types, by code. */
export async function activeVersions(em: Em, codes: readonly string[]): Promise<Map<string, VersionRow>> {
  const rows = await query<VersionRow>(
    em,
    `select ${VERSION} from licence_type_version where type_code = any($1::text[]) and state = 'active'`,
    [codes],
  );
  return new Map(rows.map((row) => [row.type_code, row]));
}

export async function putDraft(
  em: Em,
  draft: Pick<VersionRow, 'type_code' | 'version' | 'definition' | 'hints' | 'differences' | 'steps' | 'note'> & {
    account: string;
  },
): Promise<void> {
  await change(
    em,
    `insert into licence_type_version (type_code, version, definition, hints, state, differences, steps, note, proposed_by, proposed_at)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, clock_timestamp())
     on conflict (type_code, version) do update set definition = excluded.definition, hints = excluded.hints,
       differences = excluded.differences, steps = excluded.steps, note = excluded.note,
       proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at`,
    [
      draft.type_code,
      draft.version,
      JSON.stringify(draft.definition),
      JSON.stringify(draft.hints),
      JSON.stringify(draft.differences),
      JSON.stringify(draft.steps),
      draft.note,
      draft.account,
    ],
  );
}

/** Moves a version on. `decision`: who decided, and with what words. */
export async function moveVersion(
  em: Em,
  row: Pick<VersionRow, 'type_code' | 'version'>,
  to: VersionState,
  decision?: { account: string; note: string | null },
): Promise<void> {
  await change(
    em,
    `update licence_type_version set state = $3,
       decided_by = coalesce($4, decided_by), decision_note = case when $4::text is null then decision_note else $5 end,
       decided_at = case when $4::text is null then decided_at else clock_timestamp() end,
       active_from = case when $3 = 'active' then clock_timestamp() else active_from end
     where type_code = $1 and version = $2`,
    [row.type_code, row.version, to, decision?.account ?? null, decision?.note ?? null],
  );
}

export async function renameType(em: Em, code: string, name: string): Promise<void> {
  await change(em, 'update licence_type set name = $2 where code = $1', [code, name]);
}

/** The code after the last one of the defining body. */
export async function nextTypeCode(em: Em, body: string): Promise<string> {
  const [row] = await query<{ last: string | null }>(
    em,
    'select max(right(code, 3)) as last from licence_type where left(code, 18) = $1',
    [body],
  );
  return `${body}${String(Number(row?.last ?? 0) + 1).padStart(3, '0')}`;
}

export interface TypeLogRow {
  id: string;
  type_code: string;
  version: number;
  action: string;
  account_id: string | null;
  at: string;
  note: string | null;
  before: unknown;
  after: unknown;
}

/** Notes who did what to a definition, with what it was before and after (J-39). */
export async function noteType(
  em: Em,
  entry: {
    typeCode: string;
    version: number;
    action: string;
    account: string | null;
    note: string | null;
    before: LicenceDefinition | null;
    after: LicenceDefinition | null;
  },
): Promise<void> {
  const json = (d: LicenceDefinition | null) => d && JSON.stringify(d);
  await change(
    em,
    `insert into licence_type_log (id, type_code, version, action, account_id, at, note, before, after)
     values ($1, $2, $3, $4, $5, clock_timestamp(), $6, $7, $8)`,
    [
      newId(),
      entry.typeCode,
      entry.version,
      entry.action,
      entry.account,
      entry.note,
      json(entry.before),
      json(entry.after),
    ],
  );
}

/** The latest lines of a type's log, newest first. */
export const typeLog = (em: Em, code: string, limit: number): Promise<TypeLogRow[]> =>
  query<TypeLogRow>(
    em,
    `select id, type_code, version, action, account_id, at, note, before, after from licence_type_log
     where type_code = $1 order by id desc limit $2`,
    [code, limit],
  );
