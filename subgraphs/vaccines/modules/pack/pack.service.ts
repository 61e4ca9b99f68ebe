import { audit } from '@miaoben/kernel';
import type { PackPage } from '@miaoben/kernel/graph-types';
import { changeHorizon, packCursor } from '@miaoben/kernel/pack-cursor';
import { narrowTo, type Reach, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { VaccinesCtx } from '../../loaders.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { type DoseRow, dosesOf } from '../dose/dose.repository.ts';
import { isPartial } from '../plan/engine.ts';
import { changedPersons, type PackPerson, packPersons, packSize } from './pack.repository.ts';

const OPERATION = 'Query.dosePack';

/**
 * A person in the pack: `{"person": id, "doses": [...], "facts": [...], "declared": [...], "notGiven": [...], "consents": [...]}`, standing doses by date; empty fields and
 * lists are left out. A person without doses has a row too, so that the device knows there are none.
 */
function packRow(
  { person_id, facts, declared, not_given, consents }: PackPerson,
  doses: readonly DoseRow[],
  catalogue: Catalogue,
): string {
  return JSON.stringify({
    person: person_id,
    doses: doses
      .filter((d) => d.state === 'given')
      .map((d) => ({
        id: d.dose_id,
        date: d.given_on,
        vaccine: d.vaccine,
        product: d.product_id ?? undefined,
        lot: d.lot_number ?? undefined,
        site: d.site ?? undefined,
        route: d.route ?? undefined,
        clinic: d.clinic_id ?? undefined,
        clinicName: d.clinic_name ?? undefined,
        source: d.source,
        toReview: d.reviewed ? undefined : true,
        lotExpires: d.lot_expires_on ?? undefined,
        partial: isPartial(d, catalogue) ? true : undefined,
        recalled: d.lot_is_void ? true : undefined,
      })),
    facts: facts.length > 0 ? facts.map(({ code, date, until }) => ({ code, date, until })) : undefined,
    declared: declared?.map(({ group, since, expectedEnd }) => ({
      group,
      since,
      expectedEnd: expectedEnd ?? undefined,
    })),
    notGiven: not_given ?? undefined,
    consents: consents ?? undefined,
  });
}

/**
 * Records of a division for work off line: without `since` the whole pack by township and id, with the position of an earlier load
 * those that changed since. Size, time and horizon travel in the cursor: all pages of one load say the same.
 * @throws BAD_INPUT division, first, after, since; FORBIDDEN outside the area
 */
export async function dosePack(
  ctx: VaccinesCtx,
  division: string,
  { after, first, since }: { after: string | null; first: number; since: string | null },
): Promise<PackPage> {
  const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf(OPERATION), ctx.claims));
  return since === null
    ? whole(ctx, division, reach, after, first)
    : changes(ctx, division, reach, since, after, first);
}

async function shape(ctx: VaccinesCtx, persons: readonly PackPerson[]): Promise<string[]> {
  const ids = persons.map((p) => p.person_id);
  const doses = Map.groupBy(await dosesOf(ctx.em, ids), (d) => d.person_id);
  const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
  return persons.map((p) => packRow(p, doses.get(p.person_id) ?? [], catalogue));
}

async function whole(
  ctx: VaccinesCtx,
  division: string,
  reach: Reach,
  after: string | null,
  first: number,
): Promise<PackPage> {
  const cursor = packCursor(ctx, OPERATION, division);
  const page = cursor.read(first, after, 5);
  const [total, takenAt, horizon] = page.key
    ? [Number(page.key[2]), String(page.key[3]), String(page.key[4])]
    : [await packSize(ctx.em, reach), ctx.clock.now().toISOString(), await changeHorizon(ctx.em)];
  if (!page.key) await audit(ctx.em, ctx.claims, OPERATION, division, { persons: total });
  const found = await packPersons(ctx.em, reach, page.key, page.limit);
  const persons = found.slice(0, page.first);
  const last = persons.at(-1);
  const complete = found.length <= page.first;
  return {
    rows: await shape(ctx, persons),
    cursor: complete || !last ? null : cursor.write([last.division, last.person_id, total, takenAt, horizon]),
    complete,
    takenAt: new Date(takenAt),
    total,
    position: cursor.writePosition(horizon),
    gone: [],
  };
}

async function changes(
  ctx: VaccinesCtx,
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
    : [ctx.clock.now().toISOString(), await changeHorizon(ctx.em)];
  const found = await changedPersons(ctx.em, reach, { from, to }, page.key, page.limit);
  const persons = found.slice(0, page.first);
  if (!page.key) await audit(ctx.em, ctx.claims, OPERATION, division, { changed: persons.length });
  const last = persons.at(-1);
  const complete = found.length <= page.first;
  return {
    rows: await shape(ctx, persons),
    cursor: complete || !last ? null : cursor.write([last.changed, last.person_id, takenAt, to]),
    complete,
    takenAt: new Date(takenAt),
    total: persons.length,
    position: packCursor(ctx, OPERATION, division).writePosition(to),
    // Who left the area is told by people.
    gone: [],
  };
}
