import { badInput, type Em, isUuid, isUuidV7, type Keyring, MiaobenError, notFound, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { PeopleCtx } from '../../loaders.ts';
import { allowed } from '../file-state/file-state.allowed.ts';
import { findPersons, openFile, type PersonRow, singleReach } from '../person/person.repository.ts';
import { orConflict } from '../person/person.service.ts';
import {
  HEALTH_SEALED,
  type HealthEntryRow,
  healthEntriesOf,
  insertHealthEntry,
  withdrawEntry,
} from './health-history.repository.ts';
import { checkedEntry } from './health-history.rules.ts';
import type { HealthEntry, RecordHealthEntryInput, WithdrawHealthEntryInput } from './health-history.type.ts';

const openOr = (keyring: Keyring, sealed: string | null, context: string): string | null =>
  sealed === null ? null : keyring.open(sealed, context);

export const toEntry = (keyring: Keyring, row: HealthEntryRow): HealthEntry => ({
  id: row.id,
  kind: row.kind,
  code: row.code,
  note: openOr(keyring, row.note_sealed, HEALTH_SEALED.note),
  since: row.since,
  until: row.until,
  recordedAt: new Date(row.recorded_at),
  recordedBy: { id: row.recorded_by },
  withdrawnAt: row.withdrawn_at === null ? null : new Date(row.withdrawn_at),
  withdrawnReason: openOr(keyring, row.withdrawn_reason_sealed, HEALTH_SEALED.reason),
});

type Act = 'Mutation.recordHealthEntry' | 'Mutation.withdrawHealthEntry';
/** The file in the reach, which the caller may change. @throws NOT_FOUND, FORBIDDEN, CONFLICT wrong_state */
async function fileOf(ctx: PeopleCtx, em: Em, operation: Act, id: string): Promise<PersonRow> {
  const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
  const [row] = isUuid(id) ? await findPersons(em, [id], scope) : [];
  if (!row) throw notFound();
  allowed(ctx, openFile(ctx.keyring, row), 'change');
  return row;
}

async function entry(ctx: PeopleCtx, personId: string, id: string): Promise<HealthEntry> {
  const row = (await healthEntriesOf(ctx.em, [personId])).find((one) => one.id === id);
  if (!row) throw notFound();
  return toEntry(ctx.keyring, row);
}

/** Enters a contraindication, a disease that was had, or an allergy. @throws as `fileOf` and `checkedEntry`; BAD_INPUT input.id; CONFLICT duplicate */
export async function recordHealthEntry(
  ctx: PeopleCtx,
  commandId: string,
  input: RecordHealthEntryInput,
): Promise<HealthEntry> {
  const operation = 'Mutation.recordHealthEntry';
  if (!isUuidV7(input.id)) throw badInput('input.id', 'format');
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const file = await fileOf(ctx, em, operation, input.personId);
    const { note, ...checked } = checkedEntry(input, file.birth_date, ctx.clock.today());
    const row = {
      person_id: file.id,
      id: input.id,
      ...checked,
      note_sealed: note === null ? null : ctx.keyring.seal(note, HEALTH_SEALED.note),
      recorded_by: ctx.claims.account,
    };
    await orConflict('input.id', insertHealthEntry(em, row, ctx.clock.now()));
    return { outcome: input.id, subject: file.id, detail: { kind: input.kind } };
  });
  return entry(ctx, input.personId, input.id);
}

/** Takes an entry back that was made by mistake; it stays readable. @throws as `fileOf`; BAD_INPUT input.reason; CONFLICT already_voided */
export async function withdrawHealthEntry(
  ctx: PeopleCtx,
  commandId: string,
  input: WithdrawHealthEntryInput,
): Promise<HealthEntry> {
  const operation = 'Mutation.withdrawHealthEntry';
  const reason = readWords(input.reason, 'input.reason');
  await runCommand(ctx, operation, commandId, input, async (em) => {
    const file = await fileOf(ctx, em, operation, input.personId);
    const act = {
      by: ctx.claims.account,
      reasonSealed: ctx.keyring.seal(reason, HEALTH_SEALED.reason),
      at: ctx.clock.now(),
    };
    const done = isUuid(input.id) && (await withdrawEntry(em, file.id, input.id, act));
    if (!done) throw new MiaobenError('CONFLICT', { field: 'input.id', reason: 'already_voided' });
    return { outcome: input.id, subject: file.id };
  });
  return entry(ctx, input.personId, input.id);
}
