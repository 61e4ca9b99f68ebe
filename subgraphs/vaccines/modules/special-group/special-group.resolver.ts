import type { SpecialGroup } from '@miaoben/schedule';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { specialGroupFile, specialGroupList } from './special-group.service.ts';
import { SpecialGroupEnum, SpecialGroupPage } from './special-group.type.ts';

const PAGE = 50;

@Resolver()
export class SpecialGroupResolver {
  @Query(() => SpecialGroupPage, {
    description:
      'Files of special groups (特殊人群, Q-06) in a division, of one group or all. Errors: BAD_INPUT, FORBIDDEN outside the area.',
  })
  specialGroupList(
    @Arg('division', () => ID) division: string,
    @Arg('group', () => SpecialGroupEnum, { nullable: true }) group: SpecialGroup | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: PAGE }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<SpecialGroupPage> {
    return specialGroupList(ctx, division, group ?? null, first ?? PAGE, after);
  }

  @Query(() => String, { description: 'Address of the same list as .xlsx, good for five minutes.' })
  specialGroupFile(
    @Arg('division', () => ID) division: string,
    @Arg('group', () => SpecialGroupEnum, { nullable: true }) group: SpecialGroup | null | undefined,
    @Ctx() ctx: VaccinesCtx,
  ): string {
    return specialGroupFile(ctx, division, group ?? null);
  }
}
