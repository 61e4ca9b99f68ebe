import { maskPhone } from '@miaoben/identifiers';
import { audit, type Em, query } from '@miaoben/kernel';
import type { PackPage } from '@miaoben/kernel/graph-types';
import { packCursor } from '@miaoben/kernel/pack-cursor';
import { narrowTo, Parameters, type Reach, reachOf, readDivision, withinReach } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { COLUMNS_OF_P, guardiansOf, PERSON_COLUMNS, type PersonRow } from '../person/person.repository.ts';
import { SEALED } from '../person/person.write.ts';

const LIVE = `p.registration_state in ('active', 'moved_out', 'lost_to_follow_up', 'nominal')`;

/**
 * People of a subtree of divisions for a device in the field (design section 7): compact JSON rows in key order, by keyset. The cursor
 * carries size and time of the first page, so that all pages of one load say the same. One audit line per load.
 * Row: {id, name, sex, birthDate, barcode, initials, pinyin, residence, managingOrg, registrationState, conditions, birthWeightG?,
 * guardians: [{relation, name, phone?}], version}; phones are masked, document numbers stay on the server.
 * @throws BAD_INPUT division, first, after; FORBIDDEN when nothing of the division lies in the caller's area
 */
export async function personPack(
  ctx: PeopleCtx,
  division: string,
  after: string | null | undefined,
  first: number,
): Promise<PackPage> {
  const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf('Query.personPack'), ctx.claims));
  const cursor = packCursor(ctx, 'Query.personPack', division);
  const page = cursor.read(first, after, 5);
  const [total, takenAt] = page.key
    ? [Number(page.key[3]), String(page.key[4])]
    : [await countPersons(ctx.em, reach), new Date().toISOString()];
  if (!page.key) await audit(ctx.em, ctx.claims, 'Query.personPack', division, { persons: total });
  const found = await packRows(ctx.em, reach, page.key, page.limit);
  const rows = found.slice(0, page.first);
  const last = rows.at(-1);
  const complete = found.length <= page.first;
  return {
    rows: await shape(ctx, rows),
    cursor: complete || !last ? null : cursor.write([last.residence, last.birth_date, last.id, total, takenAt]),
    complete,
    takenAt: new Date(takenAt),
    total,
  };
}

async function countPersons(em: Em, reach: Reach): Promise<number> {
  const p = new Parameters();
  const [row] = await query<{ n: number }>(
    em,
    `select count(*)::int n from person p where ${withinReach(COLUMNS_OF_P, reach, p)} and ${LIVE}`,
    p.values,
  );
  return row?.n ?? 0;
}

async function packRows(
  em: Em,
  reach: Reach,
  key: (string | number)[] | undefined,
  limit: number,
): Promise<PersonRow[]> {
  const p = new Parameters();
  const after = key
    ? `and (p.residence, p.birth_date, p.id) > (${p.add(key[0])}, ${p.add(key[1])}::date, ${p.add(key[2])}::uuid)`
    : '';
  return query<PersonRow>(
    em,
    `select ${PERSON_COLUMNS} from person p where ${withinReach(COLUMNS_OF_P, reach, p)} and ${LIVE} ${after}
     order by p.residence, p.birth_date, p.id limit ${p.add(limit)}`,
    p.values,
  );
}

async function shape(ctx: PeopleCtx, rows: readonly PersonRow[]): Promise<string[]> {
  const guardians = Map.groupBy(
    await guardiansOf(
      ctx.em,
      rows.map((r) => r.id),
    ),
    (g) => g.person_id,
  );
  return rows.map((r) =>
    JSON.stringify({
      id: r.id,
      name: r.name,
      sex: r.sex,
      birthDate: r.birth_date,
      barcode: r.barcode,
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
