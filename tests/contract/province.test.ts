import { PROVINCE_CLINICS } from '@miaoben/seeds/province/clinics';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ProvinceWorld, startProvince } from '../support/province-world.ts';

/** At this size chance moves the number of children by some percent; the long test holds 2 %. */
const SCALE = 1 / 3_200;

let world: ProvinceWorld;
beforeAll(async () => {
  world = await startProvince(inject('adminUrl'), SCALE);
}, 300_000);
afterAll(() => world?.stop());

describe('the province, loaded through the bulk writers', () => {
  it('Q-165 has its 1,112 vaccination units, its files to one, its doses nearly', () => {
    expect(world.stored.units).toBe(PROVINCE_CLINICS);
    expect(world.stored.files).toBe(world.expected.files);
    expect(Math.abs(world.stored.doses / world.expected.doses - 1)).toBeLessThan(0.1);
  });

  it('Q-165 holds what the generator gives for the seed, vaccine by vaccine', () => {
    expect(world.stored.byVaccine).toEqual(world.generated);
  });

  it('Q-16 coverage equals a recount from the records, cell by cell', async () => {
    const { cells, differences } = await world.recount();
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(20_000);
  });

  it('Q-02 Q-103 Q-105 Q-108 the loader carries household types, and vaccinations equal a recount, cell by cell', async () => {
    const { cells, differences } = await world.recountVaccinations();
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(20_000);
  });
});
