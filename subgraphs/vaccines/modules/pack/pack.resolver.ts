import { PackPage } from '@miaoben/kernel/graph-types';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { dosePack } from './pack.service.ts';

const PAGE = 500;

@Resolver()
export class PackResolver {
  @Query(() => PackPage, {
    description:
      'Doses of a division for work off line: one JSON row per person, `{person, doses: [{id, date, vaccine, product?, ' +
      'lot?, site?, route?, clinic?, clinicName?, source, toReview?, lotExpires?, partial?, recalled?}], facts?: [{code, date, until?}], declared?: [{group, since, expectedEnd?}], notGiven?: [{series, dose, reason}], ' +
      'consents?: [{id, textId, textVersion, vaccine, decision, signedAt, signedOn, withdrawnOn}]}`; ' +
      '`id` is the UUID of the dose, `lotExpires` the last day of its lot, `partial` true when less than the full volume was ' +
      'given, `recalled` true when its lot was recalled and its doses do not count; `consents` the latest decision of each text and vaccine. The first page is one audit line. ' +
      'Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  dosePack(
    @Arg('division', () => ID) division: string,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('since', () => String, {
      nullable: true,
      description: 'Position of an earlier complete load: only what changed since then.',
    })
    since: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<PackPage> {
    return dosePack(ctx, division, { after: after ?? null, first: first ?? PAGE, since: since ?? null });
  }
}
