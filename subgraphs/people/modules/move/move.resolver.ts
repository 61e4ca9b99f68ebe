import { maskName } from '@miaoben/identifiers';
import type { Page } from '@miaoben/kernel';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { CaseStep } from '../progress/case-step.ts';
import { moveExportUrl } from './move.files.ts';
import { advanceMove, movableFile, readMoves, startMoveIn, startMoveOut } from './move.service.ts';
import {
  AdvanceMoveInput,
  FileMove,
  FileMovePage,
  MovableFile,
  MoveFilterInput,
  MoveInInput,
  MoveOutInput,
} from './move.type.ts';

@Resolver(() => FileMove)
export class MoveResolver {
  @Query(() => FileMovePage, {
    description: 'Moves from and to the caller’s unit, or in the area of disease control, newest first.',
  })
  moves(
    @Arg('filter', () => MoveFilterInput, { nullable: true }) filter: MoveFilterInput | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): Promise<Page<FileMove>> {
    return readMoves(ctx, filter ?? {}, first, after);
  }

  @Query(() => String, { description: 'Address of the same list as .xlsx, good for five minutes.' })
  movesExportUrl(
    @Arg('filter', () => MoveFilterInput, { nullable: true }) filter: MoveFilterInput | null | undefined,
    @Ctx() ctx: PeopleCtx,
  ): string {
    return moveExportUrl(ctx, filter ?? {});
  }

  @Query(() => MovableFile, {
    nullable: true,
    description:
      'Looks for the file of who stands at the desk, in the whole province, by name and number of the paper; null: no such person. Errors: BAD_INPUT input.number, input.name.',
  })
  async movableFile(
    @Arg('name', () => String) name: string,
    @Arg('number', () => String) number: string,
    @Ctx() ctx: PeopleCtx,
  ): Promise<MovableFile | null> {
    const found = await movableFile(ctx, { name, number });
    if (!found) return null;
    const { row, isOwn, isMoving } = found;
    return {
      maskedName: maskName(row.name),
      sex: row.sex,
      birthDate: row.birth_date,
      managingClinic: { id: row.managing_org_id },
      isOwn,
      isMoving,
    };
  }

  @Mutation(() => FileMove, {
    description:
      'Move-out of a file the caller’s unit manages (迁出). Errors: NOT_FOUND; FORBIDDEN when another unit manages it; BAD_INPUT (input.toDivision, input.toUnit unknown_code, duplicate; input.reason required …); CONFLICT wrong_state (closed file), duplicate (a move is under way); UNAVAILABLE (no way to other provinces).',
  })
  startMoveOut(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => MoveOutInput) input: MoveOutInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<FileMove> {
    return startMoveOut(ctx, commandId, input);
  }

  @Mutation(() => FileMove, {
    description:
      'Asks the managing unit for a file (迁入). Errors: NOT_FOUND no such person; FORBIDDEN township outside the area; BAD_INPUT by field; CONFLICT wrong_state (own already), duplicate (a move is under way).',
  })
  startMoveIn(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => MoveInInput) input: MoveInInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<FileMove> {
    return startMoveIn(ctx, commandId, input);
  }

  @Mutation(() => FileMove, {
    description:
      'Takes a move a step further by the table of states. Errors: NOT_FOUND for who is no party to it; FORBIDDEN when the step is another party’s; BAD_INPUT input.reason, input.toUnit; CONFLICT version, wrong_state.',
  })
  advanceMove(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => AdvanceMoveInput) input: AdvanceMoveInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<FileMove> {
    return advanceMove(ctx, commandId, input);
  }

  @FieldResolver(() => [CaseStep], { description: 'its history, oldest first' })
  steps(@Root() move: FileMove, @Ctx() ctx: PeopleCtx): Promise<CaseStep[]> {
    return ctx.loaders.steps.load(move.id);
  }
}
