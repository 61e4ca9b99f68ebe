import { PackPage } from '@miaoben/kernel/graph-types';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { personPack } from './pack.service.ts';

@Resolver()
export class PackResolver {
  @Query(() => PackPage, {
    description:
      'People of a division and below, for work off line: JSON rows {id, name, sex, birthDate, barcode, formerBarcodes? (of files merged into it), initials, pinyin, residence, managingOrg, registrationState, conditions, birthWeightG?, guardians, version}.',
  })
  personPack(
    @Arg('division', () => ID) division: string,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 500 }) first: number,
    @Arg('since', () => String, {
      nullable: true,
      description: 'Position of an earlier complete load: only what changed since then.',
    })
    since: string | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PackPage> {
    return personPack(ctx, division, { after, first, since: since ?? null });
  }
}
