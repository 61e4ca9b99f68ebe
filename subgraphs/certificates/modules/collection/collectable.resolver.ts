import type { FileStore } from '@miaoben/kernel';
import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { type ActiveType, activeTypes } from '../licence-type/licence-type.repository.ts';
import { grantedTypes } from './grant.repository.ts';

@ObjectType({ description: 'A licence type whose licences can be collected.' })
export class CollectableType {
  @Field(() => ID)
  code!: string;
  @Field(() => String)
  slug!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'Address of the empty table, .xlsx; valid for five minutes.' })
  templateUrl!: string;
}

const shape = (files: FileStore, { code, slug, name }: ActiveType): CollectableType => ({
  code,
  slug,
  name,
  templateUrl: files.downloadUrl('collection-template', code),
});

@Resolver()
export class CollectableTypeResolver {
  @Query(() => [CollectableType], {
    description: 'Types the caller may upload now; all of them for administrators, who give the rights.',
  })
  async collectableTypes(@Ctx() ctx: CertificatesCtx): Promise<CollectableType[]> {
    const { account, organisation } = ctx.claims;
    const types = await activeTypes(ctx.em);
    if (ctx.scopeOf('Query.collectableTypes') === 'all') return types.map((type) => shape(ctx.files, type));
    const granted = new Set(await grantedTypes(ctx.em, account, organisation));
    return types.filter((type) => granted.has(type.code)).map((type) => shape(ctx.files, type));
  }
}
