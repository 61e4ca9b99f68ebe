import { computed, signal } from '@preact/signals';
import type { CoverageGrouping } from '../../data/generated/desk.ts';
import { todayInChina } from '../../i18n/format.ts';

/** The first birth year the statistics keep. */
const FIRST_COHORT = 2007;
/** Children up to their sixth year: those the childhood doses are due for. */
const YEARS_SHOWN = 7;

/** The platform's date; the device's until the server told. A demo runs on a date of its own. */
export const today = signal(todayInChina());
export const thisYear = computed(() => Number(today.value.slice(0, 4)));

const chosenFrom = signal<number | null>(null);
const chosenTo = signal<number | null>(null);

/** Birth years of the report; kept while the reader goes up and down the divisions. */
export const cohortTo = computed(() => chosenTo.value ?? thisYear.value);
export const cohortFrom = computed(() =>
  Math.min(chosenFrom.value ?? Math.max(FIRST_COHORT, thisYear.value - YEARS_SHOWN + 1), cohortTo.value),
);
export const grouping = signal<CoverageGrouping>('division');

/** The other end moves along where it would come to lie on the wrong side. */
export function chooseCohorts(from: number, to: number, changed: 'from' | 'to'): void {
  chosenFrom.value = changed === 'to' ? Math.min(from, to) : from;
  chosenTo.value = changed === 'from' ? Math.max(from, to) : to;
}

/** Birth years that can be asked for, latest first. */
export const years = computed(() =>
  Array.from({ length: thisYear.value - FIRST_COHORT + 1 }, (_, index) => thisYear.value - index),
);
