import { maskPhone } from '@miaoben/identifiers';
import { audit } from '@miaoben/kernel';
import type { PackPage } from '@miaoben/kernel/graph-types';
import { changeHorizon, packCursor } from '@miaoben/kernel/pack-cursor';
import { narrowTo, type Reach, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { guardiansOf, type PersonRow } from '../person/person.repository.ts';
import { SEALED } from '../person/person.stored.ts';
import { countPersons, formerBarcodes, packChanges, packRows, packRowsOf } from './pack.repository.ts';

const OPERATION = 'Query.personPack';

/**
 * People of a subtree of divisions for a device in the field (design section 7): compact JSON rows by keyset. Without `since` the whole
 * pack in key order; with the position of an earlier load what changed since. The cursor carries size, time and horizon of the first
 * page, so that all pages of one load say the same. One audit line per load.
 * Row: {id, name, sex, birthDate, barcode, formerBarcodes?, initials, pinyin, residence, managingOrg, registrationState, conditions, birthWeightG?,
 * guardians: [{relation, name, phone?}], version}; phones are masked, document numbers stay on the server.
 * @throws BAD_INPUT division, first, after, since; FORBIDDEN when nothing of the division lies in the caller's area
 */
export async function personPack(
  ctx: PeopleCtx,
  division: string,
  { after, first, since }: { after: string | null; first: number; since: string | null },
): Promise<PackPage> {
  const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf(OPERATION), ctx.claims));
  return since === null
    ? whole(ctx, division, reach, after, first)
    : changes(ctx, division, reach, since, after, first);
}

async function whole(
  ctx: PeopleCtx,
  division: string,
  reach: Reach,
  after: string | null,
  first: number,
): Promise<PackPage> {
  const cursor = packCursor(ctx, OPERATION, division);
  const page = cursor.read(first, after, 6);
  const [total, takenAt, horizon] = page.key
    ? [Number(page.key[3]), String(page.key[4]), String(page.key[5])]
    : [await countPersons(ctx.em, reach), new Date().toISOString(), await changeHorizon(ctx.em)];
  if (!page.key) await audit(ctx.em, ctx.claims, OPERATION, division, { persons: total });
  const found = await packRows(ctx.em, reach, page.key, page.limit);
  const rows = found.slice(0, page.first);
  const last = rows.at(-1);
  const complete = found.length <= page.first;
  return {
    rows: await shape(ctx, rows),
    cursor:
      complete || !last ? null : cursor.write([last.residence, last.birth_date, last.id, total, takenAt, horizon]),
    complete,
    takenAt: new Date(takenAt),
    total,
    position: cursor.writePosition(horizon),
    gone: [],
  };
}

async function changes(
  ctx: PeopleCtx,
  division: string,
  reach: Reach,
  since: string,
  after: string | null,
  first: number,
): Promise<PackPage> {
  const cursor = packCursor(ctx, `${OPERATION} since`, division);
  const from = packCursor(ctx, OPERATION, division).readPosition(since);
  const page = cursor.read(first, after, 4);
  const [takenAt, to] = page.key
    ? [String(page.key[2]), String(page.key[3])]
    : [new Date().toISOString(), await changeHorizon(ctx.em)];
  const found = await packChanges(ctx.em, reach, { from, to }, page.key, page.limit);
  const listed = found.slice(0, page.first);
  const ids = [...new Set(listed.map((c) => c.id))];
  const rows = await packRowsOf(ctx.em, reach, ids);
  const there = new Set(rows.map((r) => r.id));
  if (!page.key) await audit(ctx.em, ctx.claims, OPERATION, division, { changed: ids.length });
  const last = listed.at(-1);
  const complete = found.length <= page.first;
  return {
    rows: await shape(ctx, rows),
    cursor: complete || !last ? null : cursor.write([last.changed, last.id, takenAt, to]),
    complete,
    takenAt: new Date(takenAt),
    total: rows.length,
    position: packCursor(ctx, OPERATION, division).writePosition(to),
    gone: ids.filter((id) => !there.has(id)),
  };
}

async function shape(ctx: PeopleCtx, rows: readonly PersonRow[]): Promise<string[]> {
  const ids = rows.map((r) => r.id);
  const guardians = Map.groupBy(await guardiansOf(ctx.em, ids), (g) => g.person_id);
  const former = await formerBarcodes(ctx.em, ids);
  return rows.map((r) =>
    JSON.stringify({
      id: r.id,
      name: r.name,
      sex: r.sex,
      birthDate: r.birth_date,
      barcode: r.barcode,
      ...(former.has(r.id) && { formerBarcodes: former.get(r.id) }),
      initials: r.initials,
      pinyin: r.pinyin,
      residence: r.residence,
      managingOrg: r.managing_org_id,
      registrationState: r.registration_state,
      conditions: r.conditions,
      ...(r.birth_weight_g !== null && { birthWeightG: r.birth_weight_g }),
      guardians: (guardians.get(r.id) ?? []).map((g) => ({
        relation: g.relation,
        name: g.name,
        ...(g.phone_sealed !== null && { phone: maskPhone(ctx.keyring.open(g.phone_sealed, SEALED.guardianPhone)) }),
      })),
      version: r.version,
    }),
  );
}
