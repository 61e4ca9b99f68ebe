import { audit, badInput, change, isUuidV7, MiaobenError, notFound, query, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { guardianSelf } from '../binding/binding.service.ts';
import { findPersons, openFile, type PersonRow, singleReach } from '../person/person.repository.ts';
import { findRecord, readRecord } from './health-record.port.ts';
import type { HealthRecord } from './health-record.type.ts';

const SEALED = 'health_record_link.record';
type Act = 'Mutation.linkHealthRecord' | 'Mutation.unlinkHealthRecord';

async function childOf(ctx: PeopleCtx, operation: Act, id: string): Promise<PersonRow> {
  const scope = singleReach(reachOf(ctx.scopeOf(operation), ctx.claims), ctx.claims);
  const [row] = isUuidV7(id) ? await findPersons(ctx.em, [id], scope) : [];
  if (!row) throw notFound();
  return row;
}

/**
 * Links the health record of a bound child, for a guardian whom the real-name service confirmed.
 * @throws NOT_FOUND; BAD_INPUT consent, account not_real_name, documentNumber required, personId no_match (the platform has none);
 *   UNAVAILABLE when the platform is not there
 */
export async function linkHealthRecord(
  ctx: PeopleCtx,
  commandId: string,
  personId: string,
  consent: boolean,
): Promise<PersonRow> {
  const operation = 'Mutation.linkHealthRecord';
  if (!consent) throw badInput('consent', 'consent');
  const row = await childOf(ctx, operation, personId);
  await guardianSelf(ctx);
  await runCommand(ctx, operation, commandId, { personId, consent }, async (em) => {
    // Asked for in here: the same command again answers as it did, whether or not the platform does.
    const { name, documentType, documentNumber } = openFile(ctx.keyring, row);
    if (documentNumber === null) throw badInput('documentNumber', 'required');
    if (ctx.config.healthRecordsUrl === '') throw new MiaobenError('UNAVAILABLE');
    const found = await findRecord(ctx.config, { name, documentType, documentNumber });
    if (found === null) throw badInput('personId', 'no_match');
    if ('failure' in found) throw new MiaobenError('UNAVAILABLE');
    await change(
      em,
      `insert into health_record_link (person_id, record_sealed, linked_by, linked_at) values ($1, $2, $3, $4)
       on conflict (person_id) do update set record_sealed = $2, linked_by = $3, linked_at = $4,
         origin_person = null`,
      [personId, ctx.keyring.seal(found.recordId, SEALED), ctx.claims.account, ctx.clock.now()],
    );
    return { outcome: personId, subject: personId };
  });
  return row;
}

/** Ends the link, also that of files merged into this one: the consent is withdrawn for the child. @throws NOT_FOUND; CONFLICT wrong_state when there is none */
export async function unlinkHealthRecord(ctx: PeopleCtx, commandId: string, personId: string): Promise<PersonRow> {
  const operation = 'Mutation.unlinkHealthRecord';
  const row = await childOf(ctx, operation, personId);
  await runCommand(ctx, operation, commandId, { personId }, async (em) => {
    const ended = await query<{ person_id: string }>(
      em,
      `with recursive standing (id) as (
         select $1::uuid union select l.merged_id from standing s join person_link l on l.survivor_id = s.id and l.undone_at is null)
       delete from health_record_link where person_id in (select id from standing) returning person_id`,
      [personId],
    );
    if (!ended.some((e) => e.person_id === personId))
      throw new MiaobenError('CONFLICT', { field: 'personId', reason: 'wrong_state' });
    return { outcome: personId, subject: personId };
  });
  return row;
}

/** The linked record as the platform tells it now; each reading is an audit line. Null: nothing is linked. */
export async function healthRecordOf(ctx: PeopleCtx, personId: string): Promise<HealthRecord | null> {
  const [link] = await query<{ record_sealed: string; linked_at: string }>(
    ctx.em,
    'select record_sealed, linked_at from health_record_link where person_id = $1',
    [personId],
  );
  if (!link) return null;
  await audit(ctx.em, ctx.claims, 'Person.healthRecord', personId);
  const told = await readRecord(ctx.config, ctx.keyring.open(link.record_sealed, SEALED));
  const linkedAt = new Date(link.linked_at);
  if ('failure' in told)
    return { linkedAt, isReachable: false, updatedOn: null, pastHistory: [], allergies: [], medication: [] };
  return { linkedAt, isReachable: true, ...told };
}
