import { residentIdCheckCharacter, type Sex } from '@miaoben/identifiers';
import { type Day, toIso } from './days.ts';
import { mix } from './rng.ts';

const FIRST_DAY = -25_567; // 1900-01-01
const DAYS = 73_500;
// 499 is prime, so every multiplier walks through all sequence numbers of a sex before one repeats.
const SEQUENCES = 499;

/**
 * Gives out resident ID numbers that never repeat: a counter per county, day of birth and sex, of a fixed size
 * whatever the population. Counters walk the sequence numbers in a scrambled order.
 */
export class IdNumbers {
  private readonly counters = new Map<string, Uint16Array>();

  next(county: string, birth: Day, sex: Sex): string {
    let counters = this.counters.get(county);
    if (!counters) {
      counters = new Uint16Array(DAYS * 2);
      this.counters.set(county, counters);
    }
    const cell = (birth - FIRST_DAY) * 2 + (sex === 'M' ? 1 : 0);
    const used = counters[cell];
    if (used === undefined || used >= SEQUENCES)
      throw new RangeError(`no ID number left for one day in county ${county}`);
    counters[cell] = used + 1;
    const start = mix(cell ^ Number(county)) % SEQUENCES;
    const step = 1 + (mix(cell + 1) % (SEQUENCES - 1));
    const ordinal = (start + used * step) % SEQUENCES;
    const sequence = sex === 'M' ? ordinal * 2 + 1 : ordinal * 2 + 2;
    const first17 = county + toIso(birth).replaceAll('-', '') + String(sequence).padStart(3, '0');
    return first17 + residentIdCheckCharacter(first17);
  }
}

/**
 * Phone numbers that never repeat and reach nobody: 154 is a range no operator had been given when this was written
 * (general knowledge). 10^8 numbers in a scrambled order.
 */
export class PhoneNumbers {
  private count = 0;

  next(): string {
    const number = (this.count * 38_196_601 + 27_182_818) % 100_000_000;
    this.count += 1;
    return `154${String(number).padStart(8, '0')}`;
  }
}
