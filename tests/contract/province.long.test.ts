import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ProvinceWorld, startProvince } from '../support/province-world.ts';

const SCALE = 1 / 32;

let world: ProvinceWorld;
beforeAll(async () => {
  world = await startProvince(inject('adminUrl'), SCALE);
}, 1_500_000);
afterAll(() => world?.stop());

describe('a thirty-second of the province', () => {
  it('Q-165 has its files to one and its doses within 2 %', () => {
    expect(world.stored.files).toBe(world.expected.files);
    expect(Math.abs(world.stored.doses / world.expected.doses - 1)).toBeLessThan(0.02);
    expect(world.stored.byVaccine).toEqual(world.generated);
  });

  it('is loaded in memory that does not grow with it', () => {
    const half = world.memory.length >> 1;
    const [first, second] = [Math.max(...world.memory.slice(0, half)), Math.max(...world.memory.slice(half))];
    expect(second - first).toBeLessThan(128e6);
  });

  it('Q-16 coverage equals a recount from the records, cell by cell', async () => {
    expect((await world.recount()).differences).toEqual([]);
  });
});
