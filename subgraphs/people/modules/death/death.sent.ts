import { DOCUMENT_TYPES, normaliseText, parseDocument } from '@miaoben/identifiers';
import { badInput, type Em, forbidden, runCommand } from '@miaoben/kernel';
import { reachesDivision, reachOf } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { checkedName } from '../person/person.rules.ts';
import { isTownship } from '../place/places.ts';
import { checkedCertificate, takeDeaths } from './death.intake.ts';
import { locate } from './death.locate.ts';
import { diedOnFault } from './death.rules.ts';
import type { DeathIntake, SentDeathInput } from './death.type.ts';

const MOST = 200;

/** A document number of any type, as it is stored, and the birth date it carries. @throws BAD_INPUT format */
function readNumber(field: string, raw: string | null | undefined) {
  const { text } = normaliseText(raw ?? '');
  if (text === '') return { number: null, birthDate: null };
  for (const type of DOCUMENT_TYPES) {
    const parsed = parseDocument(type, text);
    if (parsed.ok) return { number: parsed.value.number, birthDate: parsed.value.birthDate ?? null };
  }
  throw badInput(field, 'format');
}

function checkedRow(row: SentDeathInput, at: string, today: string) {
  const { number, birthDate: carried } = readNumber(`${at}.documentNumber`, row.documentNumber);
  const birthDate = row.birthDate ?? carried;
  if (birthDate === null) throw badInput(`${at}.birthDate`, 'required');
  const fault = diedOnFault(row.diedOn, birthDate, today);
  if (fault) throw badInput(`${at}.diedOn`, fault);
  return {
    name: checkedName(`${at}.name`, row.name),
    documentNumber: number,
    sex: row.sex,
    birthDate,
    diedOn: row.diedOn,
    source: row.source,
    certificateNumber: checkedCertificate(`${at}.certificateNumber`, row.certificateNumber),
    household: row.household ?? null,
    residence: row.residence ?? null,
  };
}

async function checkPlaces(ctx: PeopleCtx, em: Em, rows: readonly SentDeathInput[]): Promise<void> {
  const known = new Map<string, boolean>();
  for (const [i, row] of rows.entries())
    for (const field of ['residence', 'household'] as const) {
      const code = row[field];
      if (!code) continue;
      if (!known.has(code)) known.set(code, await isTownship(em, ctx, code));
      if (!known.get(code)) throw badInput(`rows.${i}.${field}`, 'unknown_code');
    }
}

/**
 * Mutation.sendDeaths: all rows or none. The answer tells how many papers were new, and nothing of the files they are about.
 * @throws FORBIDDEN for a place outside the grant; BAD_INPUT rows (required, out_of_range), rows.N.field
 */
export async function sendDeaths(
  ctx: PeopleCtx,
  commandId: string,
  rows: readonly SentDeathInput[],
): Promise<DeathIntake> {
  const operation = 'Mutation.sendDeaths';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  if (rows.length === 0) throw badInput('rows', 'required');
  if (rows.length > MOST) throw badInput('rows', 'out_of_range', { max: MOST });
  for (const [i, { residence, household }] of rows.entries()) {
    const place = residence ?? household;
    if (!place) throw badInput(`rows.${i}.residence`, 'required');
    if (!reachesDivision(reach, place)) throw forbidden();
  }
  const today = ctx.clock.today();
  const checked = rows.map((row, i) => checkedRow(row, `rows.${i}`, today));
  return runCommand(ctx, operation, commandId, { rows }, async (em) => {
    await checkPlaces(ctx, em, rows);
    const located = await locate(em, ctx.keyring, checked, today);
    const reports = checked.map((row, i) => {
      const { personId, unit, division } = located[i]!;
      return { ...row, personId, unit, division: division ?? (row.residence ?? row.household)!, isOwn: false };
    });
    const { account, role } = ctx.claims;
    const made = await takeDeaths(em, ctx, reports, { account, role });
    const outcome = { received: made.length, known: rows.length - made.length };
    return { outcome, detail: { ...outcome } };
  });
}
