import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { collectLicence } from './single.service.ts';
import { CollectedLicence, CollectedValueInput } from './single.type.ts';

@Resolver()
export class CollectLicenceResolver {
  @Mutation(() => CollectedLicence, {
    description:
      'Takes one licence in real time (增量). The same key again overwrites; `valid: false` ends the validity of the licence with this key. Errors: FORBIDDEN without the right to upload; BAD_INPUT source, type, values.<field> (reason of the first finding), `values.` (duplicate: a second valid licence of the holder).',
  })
  collectLicence(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('type', () => ID) type: string,
    @Arg('source', () => String) source: string,
    @Arg('values', () => [CollectedValueInput]) values: CollectedValueInput[],
    @Arg('valid', () => Boolean, { nullable: true, defaultValue: true }) valid: boolean | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectedLicence> {
    return collectLicence(ctx, commandId, { type, source, values, valid: valid ?? true });
  }
}
