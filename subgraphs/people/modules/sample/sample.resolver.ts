import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { PeopleCtx } from '../../loaders.ts';
import { toPerson } from '../person/person.type.ts';
import { noteOf, noteSampleFinding } from './finding.service.ts';
import { NoteSampleFindingInput } from './finding.type.ts';
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
    const { seed, strata, sizes, persons, findings, files } = await personSample(ctx, input);
    return {
      seed,
      population: strata.reduce((sum, s) => sum + s.population, 0),
      strata: strata.map(({ unit, population }) => ({ unit: { id: unit }, population, drawn: sizes.get(unit) ?? 0 })),
      persons: persons.map(toPerson),
      findings: findings.flatMap((row) => {
        const file = files.get(row.person_id);
        if (!file) return [];
        const { result, found_at, by_account } = row;
        const note = noteOf(ctx.keyring, row);
        return [{ person: toPerson(file), result, note, foundAt: new Date(found_at), by: { id: by_account } }];
      }),
    };
  }

  @Query(() => String, {
    description:
      'Address of a sample as .xlsx with columns to fill, good for five minutes. Give the seed of the sample.',
  })
  personSampleFile(@Arg('input', () => SampleInput) input: SampleInput, @Ctx() ctx: PeopleCtx): string {
    return sampleFileUrl(ctx, input);
  }

  @Mutation(() => ID, {
    description:
      'Keeps what the caller found on site of one file of a sample (S-47), and gives its id. Errors: NOT_FOUND; BAD_INPUT input.seed, input.note.',
  })
  noteSampleFinding(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => NoteSampleFindingInput) input: NoteSampleFindingInput,
    @Ctx() ctx: PeopleCtx,
  ): Promise<string> {
    return noteSampleFinding(ctx, commandId, input);
  }
}
