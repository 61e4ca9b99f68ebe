import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { toPerson } from '../person/person.type.ts';
import { sampleFileUrl } from './sample.files.ts';
import { personSample } from './sample.service.ts';
import { PersonSample, SampleInput } from './sample.type.ts';

@Resolver()
export class SampleResolver {
  @Query(() => PersonSample, {
    description:
      'Draws files at random, unit by unit (S-27). Errors: FORBIDDEN; BAD_INPUT division, input.bornTo, input.states, input.size, input.seed.',
  })
  async personSample(
    @Arg('input', () => SampleInput) input: SampleInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<PersonSample> {
    const { seed, strata, sizes, persons } = await personSample(ctx, input);
    return {
      seed,
      population: strata.reduce((sum, s) => sum + s.population, 0),
      strata: strata.map(({ unit, population }) => ({ unit: { id: unit }, population, drawn: sizes.get(unit) ?? 0 })),
      persons: persons.map(toPerson),
    };
  }

  @Query(() => String, {
    description:
      'Address of a sample as .xlsx with columns to fill, good for five minutes. Give the seed of the sample.',
  })
  personSampleFile(@Arg('input', () => SampleInput) input: SampleInput, @Ctx() ctx: PeopleCtx): string {
    return sampleFileUrl(ctx, input);
  }
}
