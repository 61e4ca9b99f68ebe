import { badInput, type Em, newId, runCommand } from '@miaoben/kernel';
import { INPUT_REASONS, type InputReason } from '@miaoben/schema';
import type { CertificatesCtx } from '../../loaders.ts';
import type { LicenceEntry } from '../licence/licence.entry.ts';
import { lockType, moveCounts } from '../licence/licence.repository.ts';
import { storeEntries } from '../licence/licence.store.ts';
import { type LicenceLogKind, noteLicence } from '../licence/licence-log.repository.ts';
import { hasSecondLicence } from '../licence/licence-query.repository.ts';
import { activeType } from '../licence-type/licence-type.repository.ts';
import type { GateFinding } from './batch.rules.ts';
import { originOf } from './collection.origin.ts';
import { type GateEnv, readLicence } from './gate.ts';
import { checkCollection } from './grant.service.ts';
import { backUpLicence, insertSingle, licenceOfKey } from './single.repository.ts';
import type { CollectedLicence, CollectedValueInput } from './single.type.ts';
import { headersOf } from './source.ts';
import { endLicences } from './take.repository.ts';

const MAX_SOURCE = 60;
const REASONS: ReadonlySet<string> = new Set(INPUT_REASONS);

export interface SingleLicence {
  readonly type: string;
  readonly source: string;
  readonly values: readonly CollectedValueInput[];
  readonly valid: boolean;
}

/** The error of the first finding: reasons of a definition that the platform's list lacks are told as a wrong form. */
const refusal = ({ field, code }: Pick<GateFinding, 'field' | 'code'>) =>
  badInput(`values.${field ?? ''}`, REASONS.has(code) ? (code as InputReason) : 'format');

/** Mutation.collectLicence: one licence, in real time. A refusal is written down too: it counts in the day's report. */
export async function collectLicence(
  ctx: CertificatesCtx,
  commandId: string,
  input: SingleLicence,
): Promise<CollectedLicence> {
  await checkCollection(ctx, input.type, 'single');
  const source = input.source.trim();
  if (source === '') throw badInput('source', 'required');
  if (Array.from(source).length > MAX_SOURCE) throw badInput('source', 'too_long', { max: MAX_SOURCE });
  const type = await activeType(ctx.em, input.type);
  if (!type) throw badInput('type', 'unknown_code');
  const { account, organisation = null } = ctx.claims;
  const names = headersOf(type.definition.fields);
  const cells: Record<string, unknown> = {};
  for (const { field, value } of input.values) {
    const key = names.get(field.toLowerCase());
    if (key === undefined || key.startsWith('$')) throw badInput(`values.${field.slice(0, 40)}`, 'unknown_code');
    cells[key] = value;
  }
  const origin = await originOf(ctx.em, { id: null, organisation_id: organisation, source });
  const env: GateEnv = { keyring: ctx.keyring, type, origin, today: ctx.clock.today() };
  const noted = { type_code: type.code, account_id: account, organisation_id: organisation, source };
  const refuse = async (findings: readonly GateFinding[]) => {
    const rules = [...new Set(findings.map((f) => f.rule))];
    await insertSingle(ctx.em, { ...noted, id: newId(), taken: false, rules, licence_id: null, at: ctx.clock.now() });
    throw refusal(findings[0] as GateFinding);
  };
  const read = readLicence(env, cells);
  if (read.entry === null) return refuse(read.findings);
  const { entry } = read;
  const isSecond = input.valid && entry.state === 'valid' && (await hasSecondLicence(ctx.em, type.code, entry));
  if (isSecond) return refuse([{ field: null, rule: 'uniqueness', code: 'duplicate' }]);
  const licenceId = await runCommand(ctx, 'Mutation.collectLicence', commandId, input, async (em) => {
    await lockType(em, type.code);
    // Asked again under the lock: two copies may have passed the first look together.
    if (input.valid && entry.state === 'valid' && (await hasSecondLicence(em, type.code, entry)))
      throw refusal({ field: null, code: 'duplicate' });
    const id = await write(em, ctx, env, entry, input.valid);
    await insertSingle(em, { ...noted, id: newId(), taken: true, rules: [], licence_id: id, at: ctx.clock.now() });
    return { outcome: id, ...(id !== null && { subject: id }), detail: { type: type.code } };
  });
  return { licenceId, typeCode: type.code };
}

/** @returns id of the licence; null when validity was ended of one that is not there */
async function write(
  em: Em,
  ctx: CertificatesCtx,
  { type, origin }: GateEnv,
  entry: LicenceEntry,
  valid: boolean,
): Promise<string | null> {
  const standing = await licenceOfKey(em, type.code, entry.businessKey);
  if (standing) await backUpLicence(em, type.code, standing.licence_id, ctx.clock.now());
  if (valid) await storeEntries(em, type, [entry], origin);
  else await moveCounts(em, type.code, await endLicences(em, type.code, [entry.businessKey], null));
  const licenceId = standing?.licence_id ?? (valid ? entry.licenceId : null);
  const kind: LicenceLogKind = valid ? (standing ? 'overwritten' : 'collected') : 'voided';
  await noteLicence(em, {
    typeCode: type.code,
    licenceId,
    number: entry.number,
    kind,
    rows: licenceId === null ? 0 : 1,
    accountId: ctx.claims.account,
    reason: null,
    batchId: null,
    division: origin.division,
  });
  return licenceId;
}
