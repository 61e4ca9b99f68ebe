import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { IdentityCtx } from '../../loaders.ts';
import { Account } from '../account/account.type.ts';
import { keepEntries, keptEntries, settleKeptEntries } from './kept-entry.service.ts';
import { KeepEntriesInput, KeptEntry, KeptEntryAct } from './kept-entry.type.ts';

@Resolver(() => KeptEntry)
export class KeptEntryResolver {
  @Query(() => [KeptEntry], {
    description:
      'Entries of devices that wait for a person, newest first, up to 200: of the whole unit for its master account; for a desk of disease control those of its area typed by who works under no clinic or school; else one’s own. `withSettled` adds those settled in the last 30 days.',
  })
  keptEntries(
    @Arg('withSettled', () => Boolean, { nullable: true, defaultValue: false }) withSettled: boolean | null,
    @Ctx() ctx: IdentityCtx,
  ): Promise<KeptEntry[]> {
    return keptEntries(ctx, withSettled ?? false);
  }

  @Mutation(() => [ID], {
    description:
      'A device leaves entries with the supervisor of its unit: refused ones and what waits behind them, or all that is not sent when it is to be wiped. An entry is its own command: told twice it is one. Errors: FORBIDDEN (wrong secret), BAD_INPUT naming field and row',
  })
  keepEntries(
    @Arg('input', () => KeepEntriesInput) input: KeepEntriesInput,
    @Ctx() ctx: IdentityCtx,
  ): Promise<string[]> {
    return keepEntries(ctx, input);
  }

  @Mutation(() => [KeptEntry], {
    description:
      'What becomes of kept entries; their device follows at its next contact. Taken: the caller sends them from the own journal (who typed them may do so too); set aside and handed back need a note and the master account, or the desk of disease control. Errors: FORBIDDEN (also when one is not there), BAD_INPUT ids, note; CONFLICT wrong_state with `row`; COMMAND_REUSED',
  })
  settleKeptEntries(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('ids', () => [ID], { description: 'up to 50' }) ids: string[],
    @Arg('act', () => KeptEntryAct) act: `${KeptEntryAct}`,
    @Arg('note', () => String, { nullable: true, description: 'up to 200 characters' }) note: string | null | undefined,
    @Ctx() ctx: IdentityCtx,
  ): Promise<KeptEntry[]> {
    return settleKeptEntries(ctx, commandId, ids, act, note);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'who typed it' })
  account(@Root() entry: KeptEntry, @Ctx() ctx: IdentityCtx): Promise<Account | null> {
    return ctx.loaders.account.load(entry.accountId);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'who settled it' })
  settledBy(@Root() entry: KeptEntry, @Ctx() ctx: IdentityCtx): Promise<Account | null> | null {
    return entry.settledById ? ctx.loaders.account.load(entry.settledById) : null;
  }
}
