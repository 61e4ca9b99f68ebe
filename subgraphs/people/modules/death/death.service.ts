import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { type Desk, deskOf } from '@miaoben/kernel/desk';
import { reachesDivision } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { giveAttachments } from '../death-attachment/death-attachment.service.ts';
import { lockPerson, openFile, type PersonRow, type SingleReach, singleReach } from '../person/person.repository.ts';
import { receivingClinic } from '../place/places.ts';
import { advanceDeathReport } from './death.advance.ts';
import { checkedCertificate, takeDeaths } from './death.intake.ts';
import { type DeathFilter, findDeath, listDeaths, lockDeath } from './death.repository.ts';
import { diedOnFault } from './death.rules.ts';
import { partiesOf, toDeath } from './death.shape.ts';
import type { AdvanceDeathInput, DeathReport, ReportDeathInput } from './death.type.ts';

const EVERYWHERE: SingleReach = { reach: { kind: 'all' }, organisation: undefined };
const AUDITED_IDS = 50;

async function read(ctx: PeopleCtx, id: string, desk: Desk): Promise<DeathReport> {
  const row = await findDeath(ctx.em, id, desk);
  if (!row) throw notFound();
  return toDeath(row, ctx.keyring, desk);
}

/** A file inside the caller's reach, locked. */
async function reachedFile(ctx: PeopleCtx, em: Em, id: string): Promise<PersonRow> {
  const reach = { kind: 'area', divisions: ctx.claims.divisions } as const;
  const person = isUuid(id) ? await lockPerson(em, id, singleReach(reach, ctx.claims)) : undefined;
  if (!person) throw notFound();
  return person;
}

/**
 * Mutation.reportDeath: of an own file it is claimed at once, else it goes to the unit in charge.
 * @throws NOT_FOUND outside the reach; BAD_INPUT input.diedOn, input.certificateNumber; CONFLICT wrong_state for a cancelled file,
 *   duplicate when the document was reported before
 */
export async function reportDeath(ctx: PeopleCtx, commandId: string, input: ReportDeathInput): Promise<DeathReport> {
  const operation = 'Mutation.reportDeath';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  if (desk.kind !== 'unit') throw forbidden();
  const certificateNumber = checkedCertificate('input.certificateNumber', input.certificateNumber);
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const person = await reachedFile(ctx, em, input.personId);
    if (person.registration_state === 'cancelled')
      throw new MiaobenError('CONFLICT', { field: 'input.personId', reason: 'wrong_state' });
    const fault = diedOnFault(input.diedOn, person.birth_date, ctx.clock.today());
    if (fault) throw badInput('input.diedOn', fault);
    const { name, documentNumber } = openFile(ctx.keyring, person);
    const [report] = await takeDeaths(
      em,
      ctx,
      [
        {
          personId: person.id,
          name,
          documentNumber,
          sex: person.sex,
          birthDate: person.birth_date,
          diedOn: input.diedOn,
          source: input.source,
          certificateNumber,
          household: null,
          residence: person.residence,
          division: person.residence,
          unit: person.managing_org_id,
          isOwn: person.managing_org_id === desk.unit,
        },
      ],
      ctx.claims,
    );
    if (!report) throw new MiaobenError('CONFLICT', { field: 'input.certificateNumber', reason: 'duplicate' });
    return { outcome: report, subject: person.id, detail: { report } };
  });
  return read(ctx, id, desk);
}

/** Mutation.advanceDeath; see `advanceDeathReport` for what is thrown, and CONFLICT version. NOT_FOUND for who is no party to it. */
export async function advanceDeath(ctx: PeopleCtx, commandId: string, input: AdvanceDeathInput): Promise<DeathReport> {
  const operation = 'Mutation.advanceDeath';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const seen = isUuid(input.id) ? await findDeath(em, input.id, desk) : undefined;
    if (!seen) throw notFound();
    const chosen = input.action === 'claim' ? input.personId : null;
    const person = chosen
      ? await reachedFile(ctx, em, chosen)
      : seen.person_id === null
        ? undefined
        : await lockPerson(em, seen.person_id, EVERYWHERE);
    const report = await lockDeath(em, input.id);
    if (!report) throw notFound();
    if (report.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: report.version });
    const unit = input.toUnit
      ? await receivingClinic(em, 'input.toUnit', input.toUnit, ctx.clock.today(), caughtUp)
      : undefined;
    if (unit && !reachesDivision({ kind: 'area', divisions: ctx.claims.divisions }, unit.division_code))
      throw badInput('input.toUnit', 'unknown_code');
    const events = await advanceDeathReport(em, ctx, person, report, {
      action: input.action,
      parties: partiesOf(report, desk),
      actor: ctx.claims,
      reason: input.reason,
      toUnit: unit?.id ?? null,
    });
    await giveAttachments(em, input.attachments, {
      report: report.id,
      account: ctx.claims.account,
      step: report.version + 1,
    });
    return { outcome: report.id, subject: person?.id, detail: { report: report.id, action: input.action }, events };
  });
  return read(ctx, input.id, desk);
}

/** @throws BAD_INPUT filter.id, filter.personId (format) */
export function checkedFilter(filter: DeathFilter): DeathFilter {
  if (filter.id && !isUuid(filter.id)) throw badInput('filter.id', 'format');
  if (filter.personId && !isUuid(filter.personId)) throw badInput('filter.personId', 'format');
  return filter;
}

/** Query.deaths. The read is one audit line that names whom it showed. */
export async function readDeaths(
  ctx: PeopleCtx,
  filter: DeathFilter,
  first: number,
  after: string | null | undefined,
): Promise<Page<DeathReport>> {
  const desk = deskOf(ctx.scopeOf('Query.deaths'), ctx.claims);
  const page = pageRequest(first, after, 1);
  const rows = await listDeaths(ctx.em, desk, checkedFilter(filter), page);
  const shown = rows.slice(0, page.first);
  await audit(ctx.em, ctx.claims, 'Query.deaths', undefined, {
    count: shown.length,
    persons: shown.flatMap((r) => r.person_id ?? []).slice(0, AUDITED_IDS),
  });
  return toPage(
    rows,
    page,
    (r) => [r.id],
    (r) => toDeath(r, ctx.keyring, desk),
  );
}
