/**
 * A seeded generator (sfc32 by Chris Doty-Humphrey, public domain) with the draws the population needs. Same seed,
 * same draws, on every machine: only 32-bit integer arithmetic and exact divisions by powers of two.
 */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Streams of different `stream` numbers under one seed are independent. */
  constructor(seed: number, stream = 0) {
    this.a = mix(seed ^ 0x9e37_79b9);
    this.b = mix(stream ^ 0x85eb_ca6b);
    this.c = mix(this.a ^ stream);
    for (let i = 0; i < 12; i += 1) this.word();
  }

  /** 32 random bits as an unsigned integer. */
  word(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** In [0, 1). */
  float(): number {
    return this.word() / 0x1_0000_0000;
  }

  /** An integer in [min, max]. */
  int(min: number, max: number): number {
    return min + Math.floor(this.float() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Whole days with a long tail: zero or more, mean close to `mean`. Integer steps only, so no platform's log matters. */
  delay(mean: number): number {
    let days = this.int(0, Math.max(1, Math.round(mean)));
    while (this.chance(0.3)) days += this.int(0, Math.max(1, Math.round(mean * 1.2)));
    return days;
  }
}

/** Scrambles 32 bits (finaliser of MurmurHash3). */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A stable 32-bit number of a short text. */
export function hashText(text: string): number {
  let h = 0x811c_9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x0100_0193);
  return mix(h);
}
