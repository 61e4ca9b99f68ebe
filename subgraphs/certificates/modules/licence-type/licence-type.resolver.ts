import { DateScalar } from '@miaoben/kernel';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { latestMigration, misfitsOf } from './licence-migration.repository.ts';
import {
  activateVersion,
  archiveVersion,
  decideVersion,
  draftVersion,
  findType,
  findTypes,
  findVersions,
  submitVersion,
} from './licence-type.service.ts';
import { shapeLogLine, shapeMigration, shapeMisfit } from './licence-type.shape.ts';
import {
  LicenceMigration,
  LicenceMisfit,
  LicenceType,
  LicenceTypeDraft,
  LicenceTypeDraftInput,
  LicenceTypeLogLine,
  LicenceTypePage,
  LicenceTypeVersion,
} from './licence-type.type.ts';
import { typeLog } from './licence-type-version.repository.ts';

const SHOWN = 200;
const KEY = 'code of the type';
const LIFE = 'CDC of the province only.';

@Resolver()
export class LicenceTypeResolver {
  @Query(() => LicenceTypePage, {
    description: 'Standard query (标准查询, J-38): types by name and time of creation, newest first.',
  })
  async licenceTypes(
    @Arg('name', () => String, { nullable: true, description: 'part of the name or slug' }) name: string | null,
    @Arg('createdFrom', () => DateScalar, { nullable: true }) createdFrom: string | null,
    @Arg('createdTo', () => DateScalar, { nullable: true }) createdTo: string | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypePage> {
    return findTypes(ctx, { name, createdFrom, createdTo }, first, after);
  }

  @Query(() => LicenceType, { description: 'One type with the definition in force. Errors: NOT_FOUND.' })
  async licenceType(@Arg('slug', () => String) slug: string, @Ctx() ctx: CertificatesCtx): Promise<LicenceType> {
    return findType(ctx, slug);
  }

  @Query(() => [LicenceTypeVersion], { description: 'All versions of a type, newest first (J-40).' })
  async licenceTypeVersions(
    @Arg('typeCode', () => ID, { description: KEY }) typeCode: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeVersion[]> {
    return findVersions(ctx, typeCode);
  }

  @Query(() => [LicenceTypeLogLine], {
    description: 'The latest 200 lines of the log of a definition, newest first (J-39).',
  })
  async licenceTypeLog(
    @Arg('typeCode', () => ID, { description: KEY }) typeCode: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeLogLine[]> {
    return (await typeLog(ctx.em, typeCode, SHOWN)).map(shapeLogLine);
  }

  @Query(() => LicenceMigration, {
    nullable: true,
    description: 'The latest carrying over of stored licences of a type.',
  })
  async licenceMigration(
    @Arg('typeCode', () => ID, { description: KEY }) typeCode: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceMigration | null> {
    const row = await latestMigration(ctx.em, typeCode);
    return row ? shapeMigration(row) : null;
  }

  @Query(() => [LicenceMisfit], {
    description: 'Licences of the caller’s area that a migration could not carry over, by id, at most 200 a call.',
  })
  async licenceMisfits(
    @Arg('migrationId', () => ID) migrationId: string,
    @Arg('after', () => ID, { nullable: true, description: 'the last licence seen' }) after: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceMisfit[]> {
    return (await misfitsOf(ctx.em, migrationId, ctx.claims.divisions, after ?? undefined, SHOWN)).map(shapeMisfit);
  }

  @Mutation(() => LicenceTypeDraft, {
    description:
      `Stores the draft of the next version of a type, with differences and upgrade script; a new slug makes a new type. ${LIFE} ` +
      'Errors: BAD_INPUT (slug, definition, hints, note), CONFLICT wrong_state while a version waits for approval or activation.',
  })
  async draftLicenceType(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => LicenceTypeDraftInput) input: LicenceTypeDraftInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeDraft> {
    return draftVersion(ctx, commandId, input);
  }

  @Mutation(() => LicenceTypeVersion, {
    description: `Submits a draft for approval. ${LIFE} Errors: CONFLICT wrong_state (no draft, or no difference).`,
  })
  async submitLicenceType(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('typeCode', () => ID) typeCode: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeVersion> {
    return submitVersion(ctx, commandId, typeCode, version);
  }

  @Mutation(() => LicenceTypeVersion, {
    description:
      `Approves a submitted version or sends it back; never who proposed it. ${LIFE} Errors: FORBIDDEN, BAD_INPUT note ` +
      '(required when it is sent back), CONFLICT wrong_state.',
  })
  async decideLicenceType(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('typeCode', () => ID) typeCode: string,
    @Arg('version', () => Int) version: number,
    @Arg('approved', () => Boolean) approved: boolean,
    @Arg('note', () => String, { nullable: true }) note: string | null,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeVersion> {
    return decideVersion(ctx, commandId, { typeCode, version }, approved, note);
  }

  @Mutation(() => LicenceTypeVersion, {
    description: `Puts an approved version into force; stored licences are carried over in the background. ${LIFE} Errors: CONFLICT wrong_state.`,
  })
  async activateLicenceType(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('typeCode', () => ID) typeCode: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeVersion> {
    return activateVersion(ctx, commandId, typeCode, version);
  }

  @Mutation(() => LicenceTypeVersion, {
    description: `Puts a version away that is not in force: archive only. ${LIFE} Errors: CONFLICT wrong_state.`,
  })
  async archiveLicenceType(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('typeCode', () => ID) typeCode: string,
    @Arg('version', () => Int) version: number,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<LicenceTypeVersion> {
    return archiveVersion(ctx, commandId, typeCode, version);
  }
}
