import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Account } from '../account/account.type.ts';
import { changeDivisions, orders, preview, undoOrder } from './change.service.ts';
import { DivisionChangeInput, DivisionOrder, DivisionPreview } from './change.type.ts';

@InputType()
class DivisionOrderInput {
  @Field(() => ID, { description: 'UUIDv7 made by the client' })
  id!: string;
  @Field(() => [DivisionChangeInput], { description: 'made one after the other, at most 500' })
  changes!: DivisionChangeInput[];
  @Field(() => String, { description: 'the decision they rest on, up to 200 characters' })
  reason!: string;
}

@Resolver(() => DivisionOrder)
export class DivisionChangeResolver {
  @Query(() => DivisionPreview, {
    description:
      'What changes of divisions, from cities to villages, would do (J-09). Errors: FORBIDDEN when an end lies outside the area; BAD_INPUT changes.N.… (required, format, unknown_code, duplicate, too_long).',
  })
  divisionPreview(
    @Arg('changes', () => [DivisionChangeInput]) changes: DivisionChangeInput[],
    @Ctx() ctx: IdentityCtx,
  ): Promise<DivisionPreview> {
    return preview(ctx, changes);
  }

  @Query(() => [DivisionOrder], { description: 'Changes made in the area, the last first (up to 200).' })
  divisionOrders(@Ctx() ctx: IdentityCtx): Promise<DivisionOrder[]> {
    return orders(ctx);
  }

  @FieldResolver(() => Account, { nullable: true })
  by(@Root() { byId }: DivisionOrder, @Ctx() ctx: IdentityCtx): Promise<Account | null> {
    return ctx.loaders.account.load(byId);
  }

  @FieldResolver(() => Account, { nullable: true })
  async undoneBy(@Root() { undoneById }: DivisionOrder, @Ctx() ctx: IdentityCtx): Promise<Account | null> {
    return undoneById === null ? null : ctx.loaders.account.load(undoneById);
  }

  @Mutation(() => DivisionOrder, {
    description:
      'Changes divisions with the units and accounts in them; files follow (divisionFollow). Errors as divisionPreview; BAD_INPUT input.id, input.reason.',
  })
  changeDivisions(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => DivisionOrderInput) input: DivisionOrderInput,
    @Ctx() ctx: IdentityCtx,
  ): Promise<DivisionOrder> {
    return changeDivisions(ctx, commandId, input);
  }

  @Mutation(() => DivisionOrder, {
    description:
      'Puts divisions, units and accounts back; files follow, those changed since stay. Errors: NOT_FOUND; CONFLICT id (wrong_state) when it was undone already, or what it wrote was changed since.',
  })
  undoDivisionOrder(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: IdentityCtx,
  ): Promise<DivisionOrder> {
    return undoOrder(ctx, commandId, id);
  }
}
