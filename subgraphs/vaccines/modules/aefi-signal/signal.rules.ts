/** What is known of one lot in an area and time: doses given, and reports that name one of them. */
export interface LotCount {
  readonly productId: string;
  readonly lotNumber: string;
  readonly doses: number;
  readonly reports: number;
}
export interface SignalSettings {
  /** fewer reports are no signal, however rare they are */
  readonly minimumReports: number;
  /** a lot is a signal when so many reports would come by chance less often than this */
  readonly probability: number;
}
export interface LotSignalFigures extends LotCount {
  /** reports to be expected: doses of the lot × rate of its product in the same area and time */
  readonly expected: number;
  /** probability of at least so many reports when the lot is like its product */
  readonly chance: number;
  readonly isSignal: boolean;
}

export const DEFAULT_SETTINGS: SignalSettings = { minimumReports: 3, probability: 0.05 };

/** Logarithm of k!. */
function logFactorial(k: number): number {
  let sum = 0;
  for (let i = 2; i <= k; i += 1) sum += Math.log(i);
  return sum;
}

/**
 * P(X ≥ k) for a Poisson variable of the given mean. The shorter side is summed: terms above k fall from the first on when the mean lies
 * below it, and keep their precision where 1 − P(X < k) would have none left.
 */
export function poissonUpperTail(k: number, mean: number): number {
  if (k <= 0) return 1;
  if (mean <= 0) return 0;
  const term = (i: number) => Math.exp(i * Math.log(mean) - mean - logFactorial(i));
  if (k > mean) {
    let sum = 0;
    for (let i = k, next = term(k); next > sum * Number.EPSILON; i += 1, next *= mean / i) sum += next;
    return Math.min(1, sum);
  }
  let below = 0;
  for (let i = k - 1, next = term(k - 1); i >= 0 && next > below * Number.EPSILON; next *= i / mean, i -= 1)
    below += next;
  return Math.max(0, 1 - below);
}

/**
 * Lots with reports, against what their product lets expect: the clearest first. The lot itself is part of the rate of its product, so a
 * bad lot that makes up most of a product hides in part: the test errs to silence, never to alarm.
 * @param lots all lots of each product with doses or reports, in one area and time
 */
export function signalsOf(lots: readonly LotCount[], settings: SignalSettings): LotSignalFigures[] {
  const products = Map.groupBy(lots, (l) => l.productId);
  const rates = new Map(
    [...products].map(([id, own]) => {
      const doses = own.reduce((sum, l) => sum + l.doses, 0);
      return [id, doses === 0 ? 0 : own.reduce((sum, l) => sum + l.reports, 0) / doses];
    }),
  );
  return lots
    .filter((l) => l.reports > 0)
    .map((l) => {
      const expected = (rates.get(l.productId) ?? 0) * l.doses;
      const chance = poissonUpperTail(l.reports, expected);
      return {
        ...l,
        expected,
        chance,
        isSignal: l.reports >= settings.minimumReports && chance < settings.probability,
      };
    })
    .sort((a, b) => Number(b.isSignal) - Number(a.isSignal) || a.chance - b.chance || b.reports - a.reports);
}
