import { readFileSync } from 'node:fs';
import { loadSchedule } from '@miaoben/schedule';
import { describe, expect, it } from 'vitest';
import { chartOf } from './chart.ts';
import { differenceText } from './difference-text.ts';
import { differencesOf, markOf } from './differences.ts';

const reference: unknown = JSON.parse(
  readFileSync(new URL('../../../../seeds/reference/nip-schedule.json', import.meta.url), 'utf8'),
);
const version = (id: string) => loadSchedule(reference, id);
const told = (older: string, newer: string) =>
  differencesOf(version(older), version(newer)).map(({ series, dose, what }) => `${series} ${dose ?? '-'} ${what}`);

describe('two versions side by side', () => {
  it('S26 HPV joins the programme for girls', () => {
    expect(told('NIP-2021-DTaP5', 'NIP-2021-DTaP5-HPV')).toEqual(['HPV - seriesAdded']);
  });

  it('of 2025 DTaP moves to 2, 4, 6, 18 months, gets a fifth dose, and the routine DT goes', () => {
    const found = told('NIP-2021', 'NIP-2021-DTaP5');
    expect(found).toEqual(expect.arrayContaining(['DTaP 1 moved', 'DTaP 5 doseAdded', 'DT - seriesRemoved']));
    expect(found.filter((line) => line.startsWith('HepB'))).toEqual([]);
  });

  it('S26 of 2026 tells MPSV-A 2 to 24 months, the type-II rule, and no interval of JE-I to immunoglobulin', () => {
    expect(told('NIP-2021-DTaP5-HPV', 'NIP-2026')).toEqual([
      'Polio - typeTwo',
      'JE - afterImmunoglobulin',
      'MPSV-A 2 complete',
    ]);
    const [polio] = differencesOf(version('NIP-2021'), version('NIP-2026')).filter(({ what }) => what === 'typeTwo');
    expect(polio && differenceText(polio)).toBe(
      '脊灰疫苗 二型成分：由“接种过 tOPV 的不再补 IPV；没有接种过的，2019年10月1日之前出生补 1 剂 IPV，其余补 2 剂”改为“每人至少 2 剂含二型成分的疫苗，不足的用 IPV 补足”',
    );
  });

  it('marks each cell of the newer line and of the older one', () => {
    const [older, newer] = [version('NIP-2021'), version('NIP-2021-DTaP5')];
    const differences = differencesOf(older, newer);
    const cell = (schedule: typeof older, dose: number, side: 'older' | 'newer') => {
      const series = chartOf(schedule).series.find(({ id }) => id === 'DTaP');
      const found = series?.doses.find((d) => d.dose === dose);
      return found && markOf(differences, 'DTaP', found, side);
    };
    expect([cell(newer, 1, 'newer'), cell(older, 1, 'older'), cell(newer, 5, 'newer')]).toEqual([
      'moved',
      'moved',
      'added',
    ]);
  });

  it('finds nothing between a version and itself, and the mirror image the other way round', () => {
    expect(told('NIP-2026', 'NIP-2026')).toEqual([]);
    const forth = differencesOf(version('NIP-2021'), version('NIP-2026'));
    const back = differencesOf(version('NIP-2026'), version('NIP-2021'));
    expect(back).toHaveLength(forth.length);
    expect(back.filter(({ what }) => what === 'seriesRemoved')).toHaveLength(
      forth.filter(({ what }) => what === 'seriesAdded').length,
    );
  });
});
