import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { type Desk, deskOf } from '@miaoben/kernel/desk';
import type { PeopleCtx } from '../../loaders.ts';
import { findSimilar } from '../duplicate/duplicate.service.ts';
import { lockPerson } from '../person/person.repository.ts';
import { likenessOf, orConflict, refuseDocumentInUse } from '../person/person.service.ts';
import { insertFiles } from '../person/person.write.ts';
import { isTownship, managingUnit, type OrganisationRow, receivingClinic } from '../place/places.ts';
import { addSteps } from '../progress/case-step.ts';
import { dayAfter } from '../progress/days.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { type PeopleSetting, settingAt } from '../setting/setting.rules.ts';
import { type Amendment, advanceBirthFile } from './birth.advance.ts';
import { fileOfBirth } from './birth.file.ts';
import { type BirthFilter, type BirthRow, findBirth, listBirths, lockBirth, putBirth } from './birth.repository.ts';
import { checkedTests, suitsBasis } from './birth.rules.ts';
import { partiesOf, sealMother, toBirth } from './birth.shape.ts';
import type { AdvanceBirthInput, AmendBirthInput, BirthFile, NewBirthInput } from './birth.type.ts';

const AUDITED_IDS = 50;

async function read(ctx: PeopleCtx, id: string, desk: Desk): Promise<BirthFile> {
  const row = await findBirth(ctx.em, id, desk);
  if (!row) throw notFound();
  return toBirth(row, ctx.keyring, desk);
}

/** The obstetric unit of the caller. @throws FORBIDDEN when the caller's unit is none */
async function ownWard(em: Em, desk: Desk, caughtUp: boolean): Promise<OrganisationRow> {
  const unit = desk.kind === 'unit' ? await managingUnit(em, desk.unit) : undefined;
  if (!unit && !caughtUp) throw new NotHeardOf('identity');
  if (unit?.kind !== 'obstetric') throw forbidden();
  return unit;
}

/** The destination, held against what it was chosen by. @throws BAD_INPUT input.destinationUnit (unknown_code, out_of_range) */
async function destination(
  ctx: PeopleCtx,
  em: Em,
  chosen: { destinationBy: BirthRow['destination_by']; destinationUnit: string },
  places: Record<BirthRow['destination_by'], string>,
  caughtUp: boolean,
): Promise<OrganisationRow> {
  const field = 'input.destinationUnit';
  const unit = await receivingClinic(em, field, chosen.destinationUnit, ctx.clock.today(), caughtUp);
  if (!suitsBasis(unit.division_code, chosen.destinationBy, places)) throw badInput(field, 'out_of_range');
  return unit;
}

/** S-11: no duplicates are sought for who is older than the setting says. */
const isNewborn = (birthDate: string, setting: PeopleSetting, today: string): boolean =>
  dayAfter(birthDate, setting.newbornDays) >= today;

/**
 * Mutation.openBirthFile.
 * @throws FORBIDDEN for who is not of an obstetric unit; BAD_INPUT by field; CONFLICT duplicate (document), possible_duplicate with
 *   `candidates` that are not in `notDuplicateOf`
 */
export async function openBirthFile(ctx: PeopleCtx, commandId: string, input: NewBirthInput): Promise<BirthFile> {
  const operation = 'Mutation.openBirthFile';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  const today = ctx.clock.today();
  const id = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const ward = await ownWard(em, desk, caughtUp);
    if (!isUuidV7(input.id)) throw badInput('input.id', 'format');
    const setting = settingAt(await allSettings(em), ward.division_code);
    const { file, birth, mother } = fileOfBirth(input, ward.id, today);
    const tests = checkedTests(birth, setting, today);
    if (!(await isTownship(em, ctx, input.residence))) throw badInput('input.residence', 'unknown_code');
    if (!(await isTownship(em, ctx, input.household))) throw badInput('input.household', 'unknown_code');
    const places = { household: input.household, residence: input.residence, obstetric: ward.division_code };
    const clinic = await destination(ctx, em, input, places, caughtUp);
    const reach = { kind: 'area', divisions: ctx.claims.divisions } as const;
    await refuseDocumentInUse(ctx, em, file, reach);
    if (isNewborn(file.birthDate, setting, today)) {
      const others = new Set(input.notDuplicateOf ?? []);
      const [similar = []] = await findSimilar(em, [await likenessOf(ctx, file)], reach);
      const candidates = similar.filter((c) => !others.has(c.id)).map((c) => c.id);
      if (candidates.length > 0) throw new MiaobenError('CONFLICT', { reason: 'possible_duplicate', candidates });
    }
    await orConflict('input.id', insertFiles(em, ctx.keyring, [file], today.slice(0, 4)));
    await putBirth(em, {
      person_id: file.id,
      state: 'filed',
      obstetric_unit: ward.id,
      obstetric_division: ward.division_code,
      household: input.household,
      destination_by: input.destinationBy,
      destination_unit: clinic.id,
      destination_division: clinic.division_code,
      filed_on: today,
      push_on: dayAfter(today, setting.pushDays),
      birth_time: birth.birthTime,
      gestation_weeks: birth.gestationWeeks,
      birth_order: birth.birthOrder,
      mother_sealed: sealMother(ctx.keyring, mother),
      hbsag: tests.hbsag,
      anti_hbs: tests.antiHbs,
      tested_on: tests.testedOn,
      handed_version: null,
      version: 1,
    });
    const at = ctx.clock.now();
    await addSteps(em, ctx.keyring, [
      { caseId: file.id, number: 1, at, action: 'file', from: null, to: 'filed', actor: ctx.claims, reason: null },
    ]);
    return { outcome: file.id, subject: file.id };
  });
  return read(ctx, id, desk);
}

async function amendment(
  ctx: PeopleCtx,
  em: Em,
  birth: BirthRow & { residence: string },
  amend: AmendBirthInput,
  setting: PeopleSetting,
  caughtUp: boolean,
): Promise<Amendment> {
  const { hbsag = null, antiHbs = null, testedOn = null } = amend;
  const tests = checkedTests({ hbsag, antiHbs, testedOn }, setting, ctx.clock.today());
  const places = { household: birth.household, residence: birth.residence, obstetric: birth.obstetric_division };
  const clinic = await destination(ctx, em, amend, places, caughtUp);
  return {
    hbsag: tests.hbsag,
    anti_hbs: tests.antiHbs,
    tested_on: tests.testedOn,
    destination_by: amend.destinationBy,
    destination_unit: clinic.id,
    destination_division: clinic.division_code,
  };
}

/** Mutation.advanceBirth; see `advanceBirthFile` for what is thrown, and CONFLICT version. NOT_FOUND for who is no party to it. */
export async function advanceBirth(ctx: PeopleCtx, commandId: string, input: AdvanceBirthInput): Promise<BirthFile> {
  const operation = 'Mutation.advanceBirth';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const seen = isUuidV7(input.id) ? await findBirth(em, input.id, desk) : undefined;
    const everywhere = { reach: { kind: 'all' }, organisation: undefined } as const;
    const person = seen && (await lockPerson(em, input.id, everywhere));
    const birth = person && (await lockBirth(em, input.id));
    if (!birth) throw notFound();
    if (birth.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: birth.version });
    const setting = settingAt(await allSettings(em), birth.obstetric_division);
    const events = await advanceBirthFile(em, ctx, person, birth, {
      action: input.action,
      parties: partiesOf(birth, desk),
      actor: ctx.claims,
      reason: input.reason,
      amendment:
        input.action === 'amend' && input.amend
          ? await amendment(ctx, em, { ...birth, residence: person.residence }, input.amend, setting, caughtUp)
          : undefined,
      pushOn: dayAfter(ctx.clock.today(), setting.pushDays),
    });
    return { outcome: birth.person_id, subject: birth.person_id, detail: { action: input.action }, events };
  });
  return read(ctx, input.id, desk);
}

/** Query.births. The read is one audit line that names whom it showed. */
export async function readBirths(
  ctx: PeopleCtx,
  filter: BirthFilter,
  first: number,
  after: string | null | undefined,
): Promise<Page<BirthFile>> {
  const desk = deskOf(ctx.scopeOf('Query.births'), ctx.claims);
  const page = pageRequest(first, after, 2);
  const rows = await listBirths(ctx.em, desk, checkedFilter(filter), page);
  const persons = rows.slice(0, page.first).map((r) => r.person_id);
  await audit(ctx.em, ctx.claims, 'Query.births', undefined, {
    count: persons.length,
    persons: persons.slice(0, AUDITED_IDS),
  });
  return toPage(
    rows,
    page,
    (r) => [r.filed_on, r.person_id],
    (r) => toBirth(r, ctx.keyring, desk),
  );
}

/** @throws BAD_INPUT filter.month, filter.personId (format) */
export function checkedFilter(filter: BirthFilter): BirthFilter {
  if (filter.month && !/^\d{4}-(0[1-9]|1[0-2])$/.test(filter.month)) throw badInput('filter.month', 'format');
  if (filter.personId && !isUuidV7(filter.personId)) throw badInput('filter.personId', 'format');
  return filter;
}
