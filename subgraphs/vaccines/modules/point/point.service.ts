import { badInput, type Em, forbidden, isUuid, runCommand } from '@miaoben/kernel';
import type { VaccinesCtx } from '../../loaders.ts';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { clinicSettings } from '../observation/observation.service.ts';
import { sessionById } from '../session/session.repository.ts';
import { pointRow, pointRows, putPointRow } from './point.repository.ts';
import type { PointListsInput, VaccinationPoint } from './point.type.ts';

/** Entries of one list: enough for the staff of any clinic, and for the national table of vaccines. */
const MOST = 100;

/** The permanent points of the caller's clinic with their lists, in the order the clinic named them (H-11). */
export async function vaccinationPoints(ctx: VaccinesCtx, names: readonly string[]): Promise<VaccinationPoint[]> {
  const { organisation } = ctx.claims;
  if (!organisation || names.length === 0) return [];
  const rows = new Map((await pointRows(ctx.em, organisation)).map((row) => [row.point, row]));
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return names.map((name) => ({
    name,
    staff: (rows.get(name)?.staff ?? []).map((id) => ({ id })),
    vaccines: (rows.get(name)?.vaccines ?? []).map((code) => shapeVaccine(catalogue, code)),
  }));
}

const WORKING = 'query ($unit: ID!) { workingAccounts(organisationId: $unit) { id } }';

/**
 * Accounts on a list of staff, each once, each of somebody who works for the clinic now: identity knows.
 * @throws BAD_INPUT staff out_of_range, duplicate, format, or no_match with the row; UNAVAILABLE when identity does not answer
 */
export async function readStaff(
  { peers }: Pick<VaccinesCtx, 'peers'>,
  organisation: string,
  staff: readonly string[],
  most: number,
): Promise<string[]> {
  if (staff.length > most) throw badInput('staff', 'out_of_range', { max: most });
  if (new Set(staff).size < staff.length) throw badInput('staff', 'duplicate');
  if (!staff.every(isUuid)) throw badInput('staff', 'format');
  if (staff.length === 0) return [];
  const { workingAccounts } = await peers.graph<{ workingAccounts: { id: string }[] }>('identity', 'point', WORKING, {
    unit: organisation,
  });
  const working = new Set(workingAccounts.map(({ id }) => id));
  const stranger = staff.findIndex((id) => !working.has(id));
  if (stranger >= 0) throw badInput('staff', 'no_match', { row: stranger + 1 });
  return [...staff];
}

/**
 * Sets who works at a permanent point of the caller's clinic and what is given there (H-11).
 * @throws BAD_INPUT point no_match; staff out_of_range, duplicate, format, no_match (who does not work there, with the row);
 *   vaccines out_of_range, duplicate, unknown_code
 */
export async function setPointLists(ctx: VaccinesCtx, commandId: string, input: PointListsInput): Promise<void> {
  const { organisation } = ctx.claims;
  if (!organisation) throw forbidden();
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  await runCommand(ctx, 'Mutation.setPointLists', commandId, input, async (em) => {
    const { points } = await clinicSettings(em, organisation);
    if (!points.includes(input.point)) throw badInput('point', 'no_match');
    const staff = await readStaff(ctx, organisation, input.staff, MOST);
    const { vaccines } = input;
    if (vaccines.length > MOST) throw badInput('vaccines', 'out_of_range', { max: MOST });
    if (new Set(vaccines).size < vaccines.length) throw badInput('vaccines', 'duplicate');
    if (vaccines.some((code) => !catalogue.vaccines.has(code))) throw badInput('vaccines', 'unknown_code');
    await putPointRow(em, organisation, { point: input.point, staff, vaccines });
    return {
      outcome: input.point,
      subject: organisation,
      detail: { staff: staff.length, vaccines: vaccines.length },
    };
  });
}

/** Where a visit happens, as far as its lists are found by it. */
export interface Place {
  organisation: string;
  point: string | null;
  sessionId: string | null;
}

/** The lists that hold at a place: those of the temporary point's session, else of the permanent point. */
async function listsAt(em: Em, place: Place): Promise<{ staff: string[]; vaccines: string[] } | undefined> {
  if (place.sessionId !== null) return sessionById(em, place.sessionId);
  return place.point === null ? undefined : pointRow(em, place.organisation, place.point);
}

/** Whether somebody may work at a place, and a vaccine is given there (H-11). A list without a name leaves it open. */
export async function standingAt(
  em: Em,
  place: Place,
  asked: { account: string; vaccine?: string },
): Promise<{ isStaff: boolean; isGiven: boolean }> {
  const lists = await listsAt(em, place);
  const allows = (list: readonly string[] | undefined, wanted: string | undefined) =>
    !list?.length || wanted === undefined || list.includes(wanted);
  return { isStaff: allows(lists?.staff, asked.account), isGiven: allows(lists?.vaccines, asked.vaccine) };
}
