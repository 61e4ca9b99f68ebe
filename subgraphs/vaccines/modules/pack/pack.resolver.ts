import { audit } from '@miaoben/kernel';
import { PackPage } from '@miaoben/kernel/graph-types';
import { packCursor } from '@miaoben/kernel/pack-cursor';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { type DoseRow, dosesOf } from '../dose/dose.repository.ts';
import { isPartial } from '../plan/engine.ts';
import { type PackPerson, packPersons, packSize } from './pack.repository.ts';

const PAGE = 500;

/**
 * A person in the pack: `{"person": id, "doses": [...], "facts": [...], "notGiven": [...]}`, standing doses by date; empty fields and
 * lists are left out. A person without doses has a row too, so that the device knows there are none.
 */
function packRow({ person_id, facts, not_given }: PackPerson, doses: readonly DoseRow[], catalogue: Catalogue): string {
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
      })),
    facts: facts.length > 0 ? facts.map(({ code, date, until }) => ({ code, date, until })) : undefined,
    notGiven: not_given ?? undefined,
  });
}

@Resolver()
export class PackResolver {
  @Query(() => PackPage, {
    description:
      'Doses of a division for work off line: one JSON row per person, `{person, doses: [{id, date, vaccine, product?, ' +
      'lot?, site?, route?, clinic?, clinicName?, source, toReview?, lotExpires?, partial?}], facts?: [{code, date, until?}], notGiven?: [{series, dose, reason}]}`; ' +
      '`id` is the UUID of the dose, `lotExpires` the last day of its lot, `partial` true when less than the full volume was ' +
      'given. The first page is one audit line. ' +
      'Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  async dosePack(
    @Arg('division', () => ID) division: string,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<PackPage> {
    const cursor = packCursor(ctx, 'Query.dosePack', division);
    const request = cursor.read(first ?? PAGE, after, 2);
    const reach = narrowTo(readDivision(division), reachOf(ctx.scopeOf('Query.dosePack'), ctx.claims));
    const takenAt = ctx.clock.now();
    const found = await packPersons(ctx.em, reach, request.key, request.limit);
    const persons = found.slice(0, request.first);
    const last = persons.at(-1);
    const ids = persons.map((p) => p.person_id);
    const doses = Map.groupBy(await dosesOf(ctx.em, ids), (d) => d.person_id);
    const catalogue = await catalogueOn(ctx.orm, ctx.clock.today());
    const total = await packSize(ctx.em, reach);
    if (!request.key) await audit(ctx.em, ctx.claims, 'Query.dosePack', division, { persons: total });
    return {
      rows: persons.map((p) => packRow(p, doses.get(p.person_id) ?? [], catalogue)),
      cursor: last ? cursor.write([last.division, last.person_id]) : null,
      complete: found.length <= request.first,
      takenAt,
      total,
    };
  }
}
