import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, poissonUpperTail, signalsOf } from './signal.rules.ts';

describe('the upper tail of the Poisson distribution', () => {
  // Values of R: ppois(k - 1, mean, lower.tail = FALSE).
  it.each([
    [1, 1, 0.6321205588285577],
    [3, 1, 0.0803013970713942],
    [5, 2, 0.05265301734371115],
    [10, 5, 0.03182805730620481],
    [2, 10, 0.9995006007726127],
    [20, 1, 1.5875276010732629e-19],
    [0, 4, 1],
  ])('at least %i of %f expected: %d', (k, mean, tail) => {
    expect(Math.abs(poissonUpperTail(k, mean) / tail - 1)).toBeLessThan(1e-6);
  });

  it('falls with each report, lies between 0 and 1, and its differences are the terms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.01, max: 80, noNaN: true }), (k, mean) => {
        const [here, next] = [poissonUpperTail(k, mean), poissonUpperTail(k + 1, mean)];
        expect(here).toBeLessThanOrEqual(1);
        expect(next).toBeGreaterThanOrEqual(0);
        let term = Math.exp(-mean);
        for (let i = 1; i <= k; i += 1) term *= mean / i;
        expect(Math.abs(here - next - term)).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('lots with more reports than expected', () => {
  const lot = (lotNumber: string, doses: number, reports: number, productId = 'P') => ({
    productId,
    lotNumber,
    doses,
    reports,
  });

  it('Q-37 expects of a lot its share of the reports of its product, and names those that chance does not explain', () => {
    const found = signalsOf([lot('A', 1_000, 9), lot('B', 9_000, 9), lot('C', 10_000, 0)], DEFAULT_SETTINGS);
    expect(found.map((f) => [f.lotNumber, f.isSignal])).toEqual([
      ['A', true],
      ['B', false],
    ]);
    expect(found[0]?.expected).toBeCloseTo(0.9);
    expect(found[1]?.expected).toBeCloseTo(8.1);
    expect(found[0]!.chance).toBeLessThan(1e-5);
  });

  it('heeds the smallest number of reports and the probability that are set; other products play no part', () => {
    const lots = [lot('A', 100, 2), lot('B', 99_900, 1), lot('Z', 10, 10, 'Q')];
    expect(signalsOf(lots, DEFAULT_SETTINGS).some((f) => f.isSignal)).toBe(false);
    expect(signalsOf(lots, { minimumReports: 2, probability: 0.05 })[0]).toMatchObject({
      lotNumber: 'A',
      isSignal: true,
    });
    expect(signalsOf(lots, { minimumReports: 2, probability: 1e-9 }).some((f) => f.isSignal)).toBe(false);
  });
});
