import { badInput, type Em, forbidden, isUuidV7, MiaobenError, NotHeardOf, runCommand } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { VaccinesCtx } from '../../loaders.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { dosesOf } from '../dose/dose.repository.ts';
import { decodeDoseId } from '../dose/dose-id.ts';
import { standsFor } from '../merge/merge.events.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { type DoseNoteRow, decideNote, insertNote, lockNote } from './dose-note.repository.ts';
import { checkedNote, noteAfter } from './dose-note.rules.ts';
import type { DecideDoseNoteInput, NoteDoseInput } from './dose-note.type.ts';

type Act = 'Mutation.noteDose' | 'Mutation.withdrawDoseNote' | 'Mutation.decideDoseNote';

async function held(
  ctx: VaccinesCtx,
  em: Em,
  operation: Act,
  personId: string,
  caughtUp: boolean,
): Promise<SubjectRow> {
  const subject = await lockSubject(em, await standsFor(em, personId), reachOf(ctx.scopeOf(operation), ctx.claims));
  if (!subject) throw caughtUp ? forbidden() : new NotHeardOf('people');
  return subject;
}

async function noteOf(em: Em, personId: string, id: string): Promise<DoseNoteRow> {
  const row = isUuidV7(id) ? await lockNote(em, personId, id) : undefined;
  if (!row) throw forbidden();
  return row;
}

/**
 * Keeps a dose as the family knows it, apart from the record; with `replaces` it takes the place of another note.
 * @throws FORBIDDEN out of reach; BAD_INPUT input.id, input.vaccineCode, as `checkedNote`; CONFLICT duplicate, wrong_state. @returns the person
 */
export async function noteDose(ctx: VaccinesCtx, commandId: string, input: NoteDoseInput): Promise<string> {
  const operation = 'Mutation.noteDose';
  if (!isUuidV7(input.id)) throw badInput('input.id', 'format');
  const today = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, today);
  if (!catalogue.vaccines.has(input.vaccineCode)) throw badInput('input.vaccineCode', 'unknown_code');
  return runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await held(ctx, em, operation, input.personId, caughtUp);
    const checked = checkedNote(input, subject.birth_date, today);
    if (await lockNote(em, subject.person_id, input.id))
      throw new MiaobenError('CONFLICT', { field: 'input.id', reason: 'duplicate' });
    if (input.replaces) {
      const before = await noteOf(em, subject.person_id, input.replaces);
      const state = noteAfter(before.state, 'replace', 'family');
      await decideNote(em, before, { state, doseId: null, reason: null }, ctx.claims.account, ctx.clock.now());
    }
    await insertNote(
      em,
      {
        person_id: subject.person_id,
        id: input.id,
        given_on: checked.givenOn,
        vaccine_code: input.vaccineCode,
        lot_number: checked.lotNumber,
        unit: checked.unit,
        noted_by: ctx.claims.account,
      },
      input.personId,
      ctx.clock.now(),
    );
    return { outcome: subject.person_id, subject: input.id };
  });
}

/** Takes a note back; the row stays. @throws FORBIDDEN; CONFLICT wrong_state. @returns the person */
export async function withdrawDoseNote(
  ctx: VaccinesCtx,
  commandId: string,
  personId: string,
  id: string,
): Promise<string> {
  const operation = 'Mutation.withdrawDoseNote';
  return runCommand(ctx, operation, commandId, { personId, id }, async (em, { caughtUp }) => {
    const subject = await held(ctx, em, operation, personId, caughtUp);
    const row = await noteOf(em, subject.person_id, id);
    const state = noteAfter(row.state, 'withdraw', 'family');
    await decideNote(em, row, { state, doseId: null, reason: null }, ctx.claims.account, ctx.clock.now());
    return { outcome: subject.person_id, subject: id };
  });
}

/** The dose of the record a note is said to be. @throws BAD_INPUT input.doseId (required, no_match) */
async function doseMeant(em: Em, personId: string, doseId: string | null | undefined): Promise<string> {
  if (!doseId) throw badInput('input.doseId', 'required');
  const key = decodeDoseId(doseId);
  const doses = key?.personId === personId ? await dosesOf(em, [personId]) : [];
  if (!doses.some((d) => d.dose_id === key?.doseId && d.state === 'given')) throw badInput('input.doseId', 'no_match');
  return key!.doseId;
}

/**
 * A clinic decides on a note: it is a dose of the record, or not to be believed; either can be taken back.
 * @throws FORBIDDEN; CONFLICT wrong_state; BAD_INPUT input.doseId, input.reason. @returns the person
 */
export async function decideDoseNote(ctx: VaccinesCtx, commandId: string, input: DecideDoseNoteInput): Promise<string> {
  const operation = 'Mutation.decideDoseNote';
  return runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const subject = await held(ctx, em, operation, input.personId, caughtUp);
    const row = await noteOf(em, subject.person_id, input.id);
    const state = noteAfter(row.state, input.action, 'clinic');
    const doseId = input.action === 'confirm' ? await doseMeant(em, subject.person_id, input.doseId) : null;
    const reason = input.action === 'dismiss' ? readWords(input.reason ?? '', 'input.reason') : null;
    await decideNote(em, row, { state, doseId, reason }, ctx.claims.account, ctx.clock.now());
    return { outcome: subject.person_id, subject: input.id, detail: { action: input.action } };
  });
}
