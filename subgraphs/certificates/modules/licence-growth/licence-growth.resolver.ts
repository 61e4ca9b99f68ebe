import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { findGrowth } from './licence-growth.service.ts';
import { LicenceGrowthReport } from './licence-growth.type.ts';

@Resolver()
export class LicenceGrowthResolver {
  @Query(() => LicenceGrowthReport, {
    description:
      'New licences of the caller’s area by type and day of handing in, beside as many days before and the same dates a year ago ' +
      '(J-101); at most 366 days. Errors: BAD_INPUT to.',
  })
  async licenceGrowth(
    @Arg('type', () => String, { nullable: true, description: 'slug' }) type: string | null,
    @Arg('from', () => DateScalar, { description: 'day in China, included' }) from: string,
    @Arg('to', () => DateScalar, { description: 'day in China, included' }) to: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceGrowthReport> {
    return findGrowth(ctx, type, from, to);
  }
}
