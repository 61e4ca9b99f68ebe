import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { giveGrant, readChecks, readGrants, takeGrant } from './grant.service.ts';
import { CollectionCheckPage, CollectionGrant, CollectionGrantPage } from './grant.type.ts';

@Resolver()
export class CollectionGrantResolver {
  @Mutation(() => CollectionGrant, {
    description:
      'Gives an organisation or an account the right to upload licences of a type (J-41). Errors: BAD_INPUT type, organisationId (unknown_code), organisationId (required: exactly one of the two); CONFLICT type (duplicate).',
  })
  grantCollection(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('type', () => ID) type: string,
    @Arg('organisationId', () => ID, { nullable: true }) organisationId: string | null | undefined,
    @Arg('accountId', () => ID, { nullable: true }) accountId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionGrant> {
    return giveGrant(ctx, commandId, {
      type,
      organisationId: organisationId ?? null,
      accountId: accountId ?? null,
    });
  }

  @Mutation(() => CollectionGrant, {
    description:
      'Withdraws a right to upload; batches already taken stay. Errors: BAD_INPUT reason (required, too_long); NOT_FOUND; CONFLICT id (already_decided).',
  })
  withdrawCollectionGrant(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionGrant> {
    return takeGrant(ctx, commandId, id, reason);
  }

  @Query(() => CollectionGrantPage, { description: 'Rights to upload, newest first, withdrawn ones too.' })
  collectionGrants(
    @Arg('type', () => ID, { nullable: true }) type: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionGrantPage> {
    return readGrants(ctx, type ?? null, first ?? 50, after ?? null);
  }

  @Query(() => CollectionCheckPage, {
    description:
      'Checks of rights to upload (user, time, result), newest first; refused ones alone with allowed: false.',
  })
  collectionChecks(
    @Arg('type', () => ID, { nullable: true }) type: string | null | undefined,
    @Arg('allowed', () => Boolean, { nullable: true }) allowed: boolean | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<CollectionCheckPage> {
    return readChecks(ctx, { typeCode: type ?? null, allowed: allowed ?? null }, first ?? 50, after ?? null);
  }
}
