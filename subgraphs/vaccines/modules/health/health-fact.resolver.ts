import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { VaccinesCtx } from '../../loaders.ts';
import { RecordHealthFactInput } from './health-fact.input.ts';
import { factKinds, recordHealthFact, withdrawHealthFact } from './health-fact.service.ts';
import { HealthFact, HealthFactCode } from './health-fact.type.ts';

@Resolver()
export class HealthFactResolver {
  @Query(() => [HealthFactCode], { description: 'What may be recorded as a health fact, in the order of the list.' })
  healthFactKinds(): HealthFactCode[] {
    return factKinds();
  }

  @Mutation(() => HealthFact, {
    description:
      'Records a dated health fact; what is due is calculated anew. Errors: BAD_INPUT (unknown_code, date_in_future, ' +
      'date_before_birth, out_of_range for an end that is none or not after the day, format), CONFLICT duplicate, FORBIDDEN.',
  })
  async recordHealthFact(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => RecordHealthFactInput) input: RecordHealthFactInput,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<HealthFact> {
    return recordHealthFact(ctx, commandId, input);
  }

  @Mutation(() => HealthFact, {
    description:
      'Withdraws a fact entered by mistake; it stays readable. Errors: BAD_INPUT (reason required), CONFLICT already_voided, FORBIDDEN.',
  })
  async withdrawHealthFact(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('factId', () => ID) factId: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() ctx: VaccinesCtx,
  ): Promise<HealthFact> {
    return withdrawHealthFact(ctx, commandId, factId, reason);
  }
}
