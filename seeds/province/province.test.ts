import { createHash } from 'node:crypto';
import { isUuidV7, parseName, parsePhone, parseResidentId, uuidV7Time } from '@miaoben/identifiers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { divisions, products } from '../reference/index.ts';
import { PROVINCE_CLINICS, provinceClinics } from './clinics.ts';
import { toDay, toIso } from './days.ts';
import { generatePopulation, PROVINCE_DOSES, PROVINCE_FILES, provincePopulation } from './generator.ts';
import { IdNumbers, PhoneNumbers } from './id-numbers.ts';
import { lotInUse, lotsBetween, productOn } from './lots.ts';
import { Rng } from './rng.ts';
import type { GeneratedPerson } from './types.ts';

const TODAY = '2026-11-20';
const clinics = provinceClinics();
const sample = (seed: number, scale: number) => generatePopulation(provincePopulation(seed, TODAY, clinics, scale));

function hash(persons: Iterable<GeneratedPerson>): string {
  const sum = createHash('sha256');
  for (const person of persons) sum.update(JSON.stringify(person));
  return sum.digest('hex');
}

describe('Q-165 the clinics of the province', () => {
  it('has 1,112 units with codes of their own on real townships, each township served', () => {
    expect(clinics).toHaveLength(PROVINCE_CLINICS);
    expect(new Set(clinics.map((c) => c.code)).size).toBe(PROVINCE_CLINICS);
    const served = new Set(clinics.flatMap((c) => c.serves));
    for (const d of divisions()) if (d.level === 'township' && !d.statisticsOnly) expect(served).toContain(d.code);
  });
});

describe('Q-165 the population of the province', () => {
  let persons: GeneratedPerson[];
  beforeAll(() => {
    persons = [...sample(7, 1 / 256)];
  });

  it('comes to 6,513,958 files and 33.3 million doses at full scale', () => {
    expect(persons).toHaveLength(Math.round(PROVINCE_FILES / 256));
    const doses = persons.reduce((sum, p) => sum + p.doses.length, 0);
    expect(Math.abs(doses * 256 - PROVINCE_DOSES) / PROVINCE_DOSES).toBeLessThan(0.03);
  });

  it('is the same, byte for byte, for the same seed and day, and another for another', () => {
    expect(hash(sample(3, 1 / 2000))).toBe(hash(sample(3, 1 / 2000)));
    expect(hash(sample(3, 1 / 2000))).not.toBe(hash(sample(4, 1 / 2000)));
  });

  it('streams: the first person costs nothing of the others', () => {
    const [first] = sample(1, 1);
    expect(first).toBeDefined();
  });

  it('gives every person a valid ID number that agrees with birth date and sex, and repeats none', () => {
    const seen = new Set<string>();
    for (const p of persons) {
      expect(seen.has(p.documentNumber)).toBe(false);
      seen.add(p.documentNumber);
      if (p.documentType === 'RESIDENT_ID') {
        const id = parseResidentId(p.documentNumber, TODAY);
        expect(id.ok && [id.value.birthDate, id.value.sex]).toEqual([p.birthDate, p.sex]);
      }
      for (const guardian of p.guardians) {
        const id = parseResidentId(guardian.documentNumber, TODAY);
        expect(id.ok && id.value.sex).toBe(guardian.relation === 'mother' ? 'F' : 'M');
      }
    }
  });

  it('gives every person ids, barcode, name and phone in their proper form', () => {
    const ids = new Set<string>();
    for (const p of persons) {
      expect(isUuidV7(p.id)).toBe(true);
      expect(p.barcode).toMatch(/^\d{18}$/u);
      expect(parseName(p.name)).toEqual({ ok: true, value: p.name });
      expect(parsePhone(p.phone).ok).toBe(true);
      ids.add(p.id).add(p.barcode);
      for (const d of p.doses) ids.add(d.id);
    }
    expect(ids.size).toBe(persons.reduce((sum, p) => sum + 2 + p.doses.length, 0));
  });

  it('dates every dose between birth and today, in order, with its id of that day', () => {
    for (const p of persons) {
      let before = p.birthDate;
      for (const d of p.doses) {
        expect(d.date >= before && d.date <= TODAY, `${p.birthDate} ${d.date}`).toBe(true);
        expect(new Date(uuidV7Time(d.id)).toISOString().slice(0, 10)).toBe(d.date);
        before = d.date;
      }
    }
  });

  it('names only products, vaccines and lots that exist and were good that day', () => {
    const codes = new Map(products().map((p) => [p.productId, p.vaccineCode]));
    const lots = new Map<string, { productionDate: string; expiryDate: string }>();
    for (const id of codes.keys())
      for (const lot of lotsBetween(id, '2005-01-01', TODAY)) lots.set(`${id} ${lot.lot}`, lot);
    for (const p of persons) {
      for (const d of p.doses) {
        expect(codes.get(d.productId)).toBe(d.vaccine);
        const lot = lots.get(`${d.productId} ${d.lot}`);
        expect(
          lot !== undefined && lot.productionDate < d.date && d.date < lot.expiryDate,
          `${d.productId} ${d.lot} ${d.date}`,
        ).toBe(true);
        if (d.traceCode !== null) expect(d.traceCode).toMatch(/^\d{20}$/u);
      }
    }
  });

  it('never gives JE in Qinghai, HPV only to girls and from the day the programme held it', () => {
    for (const p of persons) {
      if (p.guardians.length === 0) continue;
      for (const d of p.doses) {
        expect(d.vaccine.startsWith('18')).toBe(false);
        if (d.vaccine.startsWith('55')) expect([p.sex, d.date >= '2025-11-10']).toEqual(['F', true]);
      }
    }
  });

  it('has townships of very different size', () => {
    const sizes = new Map<string, number>();
    for (const p of persons) sizes.set(p.residenceDivision, (sizes.get(p.residenceDivision) ?? 0) + 1);
    const sorted = [...sizes.values()].sort((a, b) => b - a);
    expect(sorted[0]).toBeGreaterThan(10 * (sorted[Math.floor(sorted.length / 2)] ?? 0));
  });

  it('refuses shares and years out of range', () => {
    const base = provincePopulation(1, TODAY, clinics, 1 / 10_000);
    expect(() => [...generatePopulation({ ...base, adultShare: 1.1 })]).toThrow('adultShare');
    expect(() => [...generatePopulation({ ...base, childYears: 18 })]).toThrow('childYears');
    expect(() => [...generatePopulation({ ...base, clinics: [] })]).toThrow('no clinic');
  });
});

describe('numbers that never repeat', () => {
  it('gives out all 499 ID numbers of a day and sex, then says that none is left', () => {
    const numbers = new IdNumbers();
    const birth = toDay('2020-02-29');
    const given = Array.from({ length: 499 }, () => numbers.next('630121', birth, 'F'));
    expect(new Set(given).size).toBe(499);
    for (const number of given) expect(parseResidentId(number).ok).toBe(true);
    expect(() => numbers.next('630121', birth, 'F')).toThrow(RangeError);
  });

  it('gives out phone numbers in a scrambled order', () => {
    const phones = new PhoneNumbers();
    expect(new Set(Array.from({ length: 10_000 }, () => phones.next())).size).toBe(10_000);
  });
});

describe('lots', () => {
  it('finds a lot in the fridge that lotsBetween knows, made before the day and not expired', () => {
    const day = fc.integer({ min: toDay('2010-01-01'), max: toDay('2030-01-01') });
    fc.assert(
      fc.property(
        day,
        fc.constantFrom('BCG', 'IPV', 'bOPV', 'MMR', 'IIV3', 'HPV2'),
        fc.stringMatching(/^63\d{10}$/u),
        (on, key, clinic) => {
          const { productId } = productOn(key, on);
          const lot = lotsBetween(productId, toIso(on), toIso(on)).find(
            (l) => l.lot === lotInUse(productId, clinic, on),
          );
          expect(lot && lot.productionDate < toIso(on) && lot.expiryDate > toIso(on)).toBe(true);
        },
      ),
    );
  });
});

describe('random draws', () => {
  it('are even and repeatable, and streams differ', () => {
    const rng = new Rng(1);
    const words = (seed: number, stream: number) =>
      Array.from(
        { length: 4 },
        (
          (r) => () =>
            r.word()
        )(new Rng(seed, stream)),
      );
    expect(words(1, 2)).toEqual(words(1, 2));
    expect(words(1, 2)).not.toEqual(words(1, 3));
    expect(words(1, 2)).not.toEqual(words(2, 2));
    const even = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) {
      const drawn = rng.int(0, 9);
      even[drawn] = (even[drawn] ?? 0) + 1;
    }
    for (const count of even) expect(Math.abs(count - 10_000)).toBeLessThan(500);
    expect(() => rng.pick([])).toThrow(RangeError);
  });
});
