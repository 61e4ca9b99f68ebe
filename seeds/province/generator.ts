import type { IsoDate, Sex } from '@miaoben/identifiers';
import { type Family, PersonBuilder } from './builder.ts';
import type { Habits } from './child-doses.ts';
import { type Day, toDay } from './days.ts';
import { hashText, Rng } from './rng.ts';
import type { GeneratedPerson, GeneratorClinic, RegistrationState } from './types.ts';

export interface PopulationOptions {
  /** Any 32-bit integer; same seed, same today and same clinics give the same stream, byte for byte. */
  readonly seed: number;
  readonly today: IsoDate;
  readonly clinics: readonly GeneratorClinic[];
  readonly persons: number;
  /** Share of files of adults, 0 to 1. */
  readonly adultShare: number;
  /** Children are born within this many years before `today`; at most 17. */
  readonly childYears: number;
  /** How much families buy outside the programme: 0 nothing, 1 nearly everything. */
  readonly appetite: number;
  /** `none` makes the files alone; what is drawn after a child's doses comes out otherwise then. */
  readonly doses?: 'none';
}

/**
 * Streams persons with their doses; memory does not grow with `persons` beyond the fixed counters of ID numbers.
 * Throws RangeError for options out of range and Error when a clinic's township is not in the reference data.
 */
export function* generatePopulation(options: PopulationOptions): Generator<GeneratedPerson, void, undefined> {
  yield* populate(options, makeBuilder(options), options.persons);
}

/** The builder that `populate` needs; callers that add persons of their own share it, so that no number repeats. */
export function makeBuilder(options: Pick<PopulationOptions, 'today' | 'clinics' | 'doses'>): PersonBuilder {
  const obstetric = options.clinics.filter((c) => c.serves.length === 0);
  const byCounty = new Map(obstetric.map((c) => [c.division.slice(0, 6), c.code]));
  return new PersonBuilder(
    toDay(options.today),
    (residence) => byCounty.get(residence.slice(0, 6)) ?? null,
    options.doses !== 'none',
  );
}

export function* populate(
  options: PopulationOptions,
  builder: PersonBuilder,
  persons: number,
): Generator<GeneratedPerson, void, undefined> {
  if (options.childYears <= 0 || options.childYears > 17) throw new RangeError('childYears must lie between 0 and 17');
  if (options.adultShare < 0 || options.adultShare > 1) throw new RangeError('adultShare must lie between 0 and 1');
  const places = new Places(options.clinics, options.seed);
  const families = new Map<string, { family: Family; youngest: Day }>();
  for (let index = 0; index < persons; index += 1) {
    const rng = new Rng(options.seed, index);
    const { clinic, township } = places.pick(rng);
    const sex: Sex = rng.chance(0.515) ? 'M' : 'F';
    if (rng.chance(options.adultShare)) {
      const age = rng.chance(0.25) ? rng.int(60 * 365, 88 * 365) : rng.int(18 * 366, 60 * 365);
      yield builder.adult(clinic, township, builder.today - age, sex, rng);
      continue;
    }
    const birth = builder.today - rng.int(0, Math.floor(options.childYears * 365.25) - 1);
    const family = siblingOrNew(families, builder, clinic, township, birth, rng);
    yield randomChild(builder, places, { clinic, birth, sex, family, appetite: options.appetite }, rng);
  }
}

/** About a fifth of the children join the family last seen at their clinic, when the ages allow it. */
function siblingOrNew(
  families: Map<string, { family: Family; youngest: Day }>,
  builder: PersonBuilder,
  clinic: GeneratorClinic,
  township: string,
  birth: Day,
  rng: Rng,
): Family {
  const last = families.get(clinic.code);
  if (last && rng.chance(0.35) && Math.abs(last.youngest - birth) > 330) {
    const motherAge = (birth - last.family.motherBirth) / 365;
    if (motherAge > 18 && motherAge < 44) {
      families.delete(clinic.code);
      return last.family;
    }
  }
  const family = builder.family(township, birth, rng);
  families.set(clinic.code, { family, youngest: birth });
  return family;
}

interface RandomChild {
  readonly clinic: GeneratorClinic;
  readonly birth: Day;
  readonly sex: Sex;
  readonly family: Family;
  readonly appetite: number;
}

function randomChild(builder: PersonBuilder, places: Places, child: RandomChild, rng: Rng): GeneratedPerson {
  const state = drawState(rng);
  const age = builder.today - child.birth;
  const left = state !== 'active' && age > 60 ? builder.today - rng.int(0, Math.floor(age / 2)) : builder.today;
  const moved = rng.chance(0.06) && age > 120;
  const earlier = moved
    ? {
        day: child.birth + rng.int(60, age),
        clinicCode: rng.chance(0.25) ? '777777777777' : places.pick(rng).clinic.code,
      }
    : undefined;
  return builder.child(
    {
      clinic: child.clinic,
      birth: child.birth,
      sex: child.sex,
      family: child.family,
      habits: drawHabits(child.appetite, rng),
      conditions: drawConditions(rng),
      state,
      until: left,
      ...(earlier ? { earlier } : {}),
      hepA: rng.chance(0.12) ? 'HepA-I' : 'HepA-L',
    },
    rng,
  );
}

function drawHabits(appetite: number, rng: Rng): Habits {
  const kind = rng.float();
  const own = appetite * (0.4 + rng.float() * 1.2);
  if (kind < 0.74) return { delay: 6, miss: 0.003, dropOut: 0.3, refuses: 'nothing', early: 0.0015, appetite: own };
  if (kind < 0.945) return { delay: 24, miss: 0.015, dropOut: 0.4, refuses: 'nothing', early: 0.0015, appetite: own };
  if (kind < 0.993)
    return { delay: 90, miss: 0.1, dropOut: 0.5, refuses: 'nothing', early: 0.0015, appetite: own * 0.3 };
  return { delay: 10, miss: 0, dropOut: 0, refuses: rng.chance(0.7) ? 'after_birth' : 'all', early: 0, appetite: 0 };
}

function drawConditions(rng: Rng): readonly string[] {
  const draw = rng.float();
  if (draw < 0.012) return ['HBSAG_POS_MOTHER'];
  if (draw < 0.018) return ['HBSAG_UNKNOWN_MOTHER'];
  if (draw < 0.0187) return ['C03'];
  if (draw < 0.0194) return ['C06'];
  return [];
}

function drawState(rng: Rng): RegistrationState {
  const draw = rng.float();
  if (draw < 0.93) return 'active';
  if (draw < 0.97) return 'moved_out';
  if (draw < 0.985) return 'lost_to_follow_up';
  if (draw < 0.993) return 'nominal';
  return draw < 0.997 ? 'dead' : 'cancelled';
}

/** Draws where a family lives and which clinic manages it; sizes of townships follow a power law. */
class Places {
  private readonly places: { readonly clinic: GeneratorClinic; readonly township: string }[] = [];
  private readonly cumulative: number[] = [];

  constructor(clinics: readonly GeneratorClinic[], seed: number) {
    const all = clinics.flatMap((clinic) => clinic.serves.map((township) => ({ clinic, township })));
    if (all.length === 0) throw new RangeError('no clinic serves a township');
    const order = (place: { clinic: GeneratorClinic; township: string }): number =>
      hashText(`${seed}${place.clinic.code}${place.township}`) / (seat(place.township) ? 40 : 1);
    let sum = 0;
    for (const [rank, place] of [...all].sort((a, b) => order(a) - order(b)).entries()) {
      sum += 1 / (rank + 3) ** 0.85;
      this.places.push(place);
      this.cumulative.push(sum);
    }
  }

  pick(rng: Rng): { readonly clinic: GeneratorClinic; readonly township: string } {
    const at = rng.float() * (this.cumulative.at(-1) ?? 0);
    let low = 0;
    let high = this.cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cumulative[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    const place = this.places[low];
    if (place === undefined) throw new RangeError('no place');
    return place;
  }
}

/** Streets and the first town of a county (codes 0xx and 100) hold the county seat and are the largest. */
function seat(township: string): boolean {
  return township.charAt(6) === '0' || township.slice(6) === '100';
}

/** Options of the province of Q-165: `scale` 1 is 6,513,958 files with about 33.3 million doses. */
export function provincePopulation(
  seed: number,
  today: IsoDate,
  clinics: readonly GeneratorClinic[],
  scale = 1,
): PopulationOptions {
  return {
    seed,
    today,
    clinics,
    persons: Math.round(PROVINCE_FILES * scale),
    adultShare: 0.808,
    childYears: 8,
    appetite: 0.42,
  };
}

export const PROVINCE_FILES = 6_513_958;
export const PROVINCE_DOSES = 33_296_497;
