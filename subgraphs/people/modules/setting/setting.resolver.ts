import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { changeSettings, readSettings } from './setting.service.ts';
import { PeopleSettings, PeopleSettingsInput } from './setting.type.ts';

@Resolver()
export class SettingResolver {
  @Query(() => PeopleSettings, {
    description:
      'What holds for births and moves in a division of the caller’s area. Errors: FORBIDDEN; BAD_INPUT division (format).',
  })
  peopleSettings(@Arg('division', () => ID) division: string, @Ctx() ctx: PeopleCtx): Promise<PeopleSettings> {
    return readSettings(ctx, division);
  }

  @Mutation(() => PeopleSettings, {
    description:
      'Sets what holds for births and moves in a division and below. Errors: FORBIDDEN outside the area; BAD_INPUT (out_of_range with min and max); CONFLICT version.',
  })
  changePeopleSettings(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => PeopleSettingsInput) input: PeopleSettingsInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PeopleSettings> {
    return changeSettings(ctx, commandId, input);
  }
}
