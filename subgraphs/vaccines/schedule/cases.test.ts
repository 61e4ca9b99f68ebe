import { readdirSync, readFileSync } from 'node:fs';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { describe, expect, it } from 'vitest';
import { type DoseLine, Forecaster, type SeriesLine } from '../tools/forecast-line.ts';

/** What a case says of one series: the fields given must be equal, the others are free. */
type SeriesExpectation = Partial<Omit<SeriesLine, 'reasons'>> & {
  readonly series: string;
  /** Where the text leaves the word open: one of these. */
  readonly statusIn?: readonly string[];
  readonly productsInclude?: readonly string[];
  readonly productsExclude?: readonly string[];
  readonly firstProduct?: string;
  /** Part of the text of one of the reasons. */
  readonly says?: string;
  readonly saysNot?: string;
};

/** A case of nip-schedule.md: written from the text, with dates a reader can check by hand. */
interface Case {
  readonly id: string;
  readonly clause: string;
  readonly story: string;
  /** The text is silent or says two things: where the choice is written. */
  readonly choice?: string;
  readonly input: unknown;
  readonly expect: { readonly series?: readonly SeriesExpectation[]; readonly doses?: readonly Partial<DoseLine>[] };
}

const folder = new URL('./cases/', import.meta.url);
const forecaster = new Forecaster(nipSchedule());

function checkSeries(found: SeriesLine | undefined, wanted: SeriesExpectation): void {
  const { statusIn, products, productsInclude, productsExclude, firstProduct, says, saysNot, ...fields } = wanted;
  expect(found, `no series ${wanted.series}`).toBeDefined();
  expect(found).toMatchObject(fields);
  const offered = found?.products ?? [];
  const texts = found?.reasons.map((r) => r.text) ?? [];
  if (statusIn) expect(statusIn).toContain(found?.status);
  if (products) expect(offered.toSorted()).toEqual(products.toSorted());
  if (firstProduct) expect(offered[0]).toBe(firstProduct);
  if (productsInclude) expect(offered).toEqual(expect.arrayContaining([...productsInclude]));
  for (const code of productsExclude ?? []) expect(offered).not.toContain(code);
  if (says) expect(texts.join('\n')).toContain(says);
  if (saysNot) expect(texts.join('\n')).not.toContain(saysNot);
}

let total = 0;
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .toSorted()) {
  const cases: readonly Case[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  total += cases.length;
  describe(`nip-schedule: ${file.replace('.json', '')}`, () => {
    it.each(cases.map((c) => [`Q-17 ${c.clause}: ${c.story} (${c.id})`, c] as const))('%s', (_name, c) => {
      const answer = forecaster.answer(JSON.stringify(c.input));
      if ('error' in answer) throw new Error(`${answer.error.code} ${answer.error.field ?? ''}`);
      for (const wanted of c.expect.series ?? [])
        checkSeries(
          answer.series.find((s) => s.series === wanted.series),
          wanted,
        );
      for (const [i, wanted] of (c.expect.doses ?? []).entries()) {
        const dose = answer.doses[i];
        expect(dose && { ...dose, reasons: dose.reasons.toSorted() }).toMatchObject(wanted);
      }
    });
  });
}

it('has the 400 cases of the schedule and more', () => {
  expect(total).toBeGreaterThanOrEqual(400);
});
