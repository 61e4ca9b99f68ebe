import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { fetchLicenceFile, readLicenceFile, requestLicenceFile } from './licence-file.service.ts';
import { LicenceFile } from './licence-file.type.ts';

@Resolver()
export class LicenceFileResolver {
  @Query(() => LicenceFile, {
    description: 'A file one asked for; ask again each second while it is waiting. Errors: NOT_FOUND.',
  })
  licenceFile(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<LicenceFile> {
    return readLicenceFile(ctx, id);
  }

  @Mutation(() => LicenceFile, {
    description:
      'The file of a licence of one’s own: the one kept, or one that is made in the background, one by one, within 20 seconds each. ' +
      'Errors: NOT_FOUND, CONFLICT wrong_state (suspended or voided).',
  })
  requestLicenceFile(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('licenceId', () => ID) licenceId: string,
    @Arg('reload', () => Boolean, { defaultValue: false, description: 'made anew even when one is kept' })
    reload: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceFile> {
    return requestLicenceFile(ctx, commandId, licenceId, reload);
  }

  @Mutation(() => String, {
    description:
      'Address of a kept file, good for five minutes; counted against the limits of fetching. Errors: NOT_FOUND, CONFLICT wrong_state (not ' +
      'kept any more), RATE_LIMITED day or year.',
  })
  fetchLicenceFile(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<string> {
    return fetchLicenceFile(ctx, commandId, id);
  }
}
