import { readFileSync } from 'node:fs';
import { loadSchedule } from '@miaoben/schedule';
import { describe, expect, it } from 'vitest';
import { chartOf } from './chart.ts';

const reference: unknown = JSON.parse(
  readFileSync(new URL('../../../../seeds/reference/nip-schedule.json', import.meta.url), 'utf8'),
);
const agesOf = (version: string, id: string) =>
  chartOf(loadSchedule(reference, version))
    .series.find((series) => series.id === id)
    ?.doses.map(({ age }) => age?.months);

describe('the chart of the programme', () => {
  it('shows DTaP at 2, 4, 6, 18 months and 6 years today, and no routine DT', () => {
    expect(agesOf('NIP-2026', 'DTaP')).toEqual([2, 4, 6, 18, 72]);
    expect(agesOf('NIP-2026', 'DT')).toBeUndefined();
  });

  it('shows the programme before 2025 as it was: DTaP from 3 months, DT at 6 years', () => {
    expect(agesOf('NIP-2021', 'DTaP')).toEqual([3, 4, 5, 18]);
    expect(agesOf('NIP-2021', 'DT')).toEqual([72]);
  });

  it('places the second HPV dose by its time since the first', () => {
    expect(agesOf('NIP-2026', 'HPV')).toEqual([156, 162]);
  });

  it('S26 holds the 24 routine doses of a girl, live vaccines throughout; each age column once, in order', () => {
    const { series, ages } = chartOf(loadSchedule(reference, 'NIP-2026'));
    expect(series.flatMap(({ doses }) => doses)).toHaveLength(24);
    const months = ages.map((age) => age.months);
    expect(months).toEqual([...new Set(months)].sort((a, b) => a - b));
    expect(months[0]).toBe(0);
  });
});
