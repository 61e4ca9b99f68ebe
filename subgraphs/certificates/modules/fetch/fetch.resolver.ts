import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { addressOf } from '../listing/export-address.ts';
import { listBlocks, listFetches, release } from './fetch.service.ts';
import { FetchBlock, FetchFilter, type FetchRecord, FetchRecordPage, FetchReleaseInput } from './fetch.type.ts';

@Resolver()
export class FetchResolver {
  @Query(() => FetchRecordPage, { description: 'Fetches of files in the caller’s area, newest first (用证记录).' })
  fetchRecords(
    @Arg('filter', () => FetchFilter, { nullable: true }) filter: FetchFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<Page<FetchRecord>> {
    return listFetches(ctx, filter ?? {}, first ?? 50, after ?? null);
  }

  @Query(() => String, { description: 'Address of the same rows as .xlsx; valid for five minutes.' })
  fetchRecordsExportUrl(
    @Arg('filter', () => FetchFilter, { nullable: true }) filter: FetchFilter | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): string {
    return addressOf(ctx, 'fetch-records', 'Query.fetchRecordsExportUrl', filter ?? {});
  }

  @Query(() => [FetchBlock], { description: 'Accounts of the caller’s area that have reached a limit, 200 at most.' })
  fetchBlocks(@Ctx() ctx: CertificatesCtx): Promise<FetchBlock[]> {
    return listBlocks(ctx);
  }

  @Mutation(() => [FetchBlock], {
    description:
      'Lifts a limit that an account has reached (用证解封); gives what is still blocked. Errors: BAD_INPUT input.licenceType (required with type); CONFLICT wrong_state: nothing of the account is blocked in the caller’s area.',
  })
  releaseFetches(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => FetchReleaseInput) input: FetchReleaseInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<FetchBlock[]> {
    return release(ctx, commandId, input);
  }
}
