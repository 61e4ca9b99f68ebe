import type { IsoDate } from '@miaoben/identifiers';
import { makeBuilder, type PopulationOptions, populate } from '../province/generator.ts';
import type { GeneratedPerson } from '../province/types.ts';
import { DEMO_ACCOUNTS, type DemoAccount, type DemoGuardianIdentity, guardianIdentity } from './accounts.ts';
import { demoClass, type Pupil, type RosterRow } from './class-list.ts';
import { type DemoOrganisation, demoClinics, demoOrganisations } from './organisations.ts';
import { demoGuardian, type Story, tellStories } from './stories.ts';
import { StoryTeller } from './story-teller.ts';

export const DEMO_SEED = 20_261_120;
const FILES = 3_000;
const STORY_STREAM = 0x7000_0001;
const CLASS_STREAM = 0x7000_0002;

export interface Demo {
  readonly organisations: readonly DemoOrganisation[];
  readonly accounts: readonly DemoAccount[];
  /** What the real-name check of the guardian's account compares; the mother of the story `guardian_family`. */
  readonly guardian: DemoGuardianIdentity;
  readonly stories: readonly Story[];
  /** First-year class of the demo primary school, with the verdicts it must get. */
  readonly pupils: readonly Pupil[];
  /** All 3,000 files, stories and pupils first. Each iteration starts anew and yields the same. */
  readonly persons: Iterable<GeneratedPerson>;
}

/** The demo county: same seed and same today give the same bytes; every date is relative to `today`. */
export function generateDemo({ seed, today }: { readonly seed: number; readonly today: IsoDate }): Demo {
  const clinics = demoClinics();
  const options: PopulationOptions = {
    seed,
    today,
    clinics,
    persons: FILES,
    adultShare: 0.33,
    childYears: 14,
    appetite: 0.08,
  };
  const told = tell(options);
  return {
    organisations: demoOrganisations(),
    accounts: DEMO_ACCOUNTS,
    guardian: guardianIdentity(demoGuardian(told.stories)),
    stories: told.stories,
    pupils: told.pupils,
    persons: {
      *[Symbol.iterator]() {
        const { builder, named } = tell(options);
        yield* named;
        yield* populate(options, builder, FILES - named.length);
      },
    },
  };
}

function tell(options: PopulationOptions) {
  const builder = makeBuilder(options);
  const stories = tellStories(new StoryTeller(builder, options.seed, STORY_STREAM));
  const pupils = demoClass(new StoryTeller(builder, options.seed, CLASS_STREAM));
  const named = [...stories.flatMap((s) => s.persons), ...pupils.flatMap((p) => p.person ?? [])];
  return { builder, stories, pupils, named };
}

/** The class list as the school's spreadsheet holds it. */
export function rosterRows(demo: Demo): readonly RosterRow[] {
  return demo.pupils.map((p) => p.row);
}
