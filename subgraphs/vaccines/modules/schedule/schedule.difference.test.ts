import { scheduleDocument } from '@miaoben/tests/support/schedule-document';
import { describe, expect, it } from 'vitest';
import { nipSchedule } from '../../../../seeds/reference/index.ts';
import { affectedBy, differencesOf } from './schedule.difference.ts';
import { bornAfter, readContent, validate, versionsOf } from './schedule.document.ts';

type Json = Record<string, unknown>;
interface Dose extends Json {
  dose: number;
}
interface Series extends Json {
  id: string;
  codes: string[];
  doses: Dose[];
}
type Document = Json & { series: Series[]; scheduleVersions: Json[]; generalRules: Record<string, Json> };

const original = { document: nipSchedule() as unknown, layers: [] };
function changed(edit: (document: Document) => void) {
  const document = scheduleDocument<Document>();
  edit(document);
  return { document, layers: [] };
}
const seriesOf = (d: Document, id: string) => d.series.find((s) => s.id === id)!;
const now = (content: { document: unknown; layers: unknown[] }) =>
  differencesOf(original, content).filter((d) => d.version === 'NIP-2026' || d.version === null);
const affected = (content: { document: unknown; layers: unknown[] }) =>
  affectedBy(differencesOf(original, content), [...versionsOf(original), ...versionsOf(content)]);

describe('what differs between two documents', () => {
  it('is nothing between a document and itself, keys in any order', () => {
    const turned = JSON.parse(JSON.stringify(original.document)) as Json;
    const document = Object.fromEntries(Object.entries(turned).reverse());
    expect(differencesOf(original, { document, layers: [] })).toEqual([]);
  });

  it('is told per dose with the bound before and after', () => {
    const content = changed((d) => Object.assign(seriesOf(d, 'MMR').doses[1]!, { completeBefore: 'P30M' }));
    expect(now(content)).toEqual([
      expect.objectContaining({ series: 'MMR', dose: 2, what: 'complete_before', before: 'P2Y', after: 'P2Y6M' }),
    ]);
  });

  it('is told for an interval, a dose that goes, and a date that moves', () => {
    const content = changed((d) => {
      Object.assign(seriesOf(d, 'MMR').doses[1]!, { minIntervals: [{ from: 1, min: 'P42D' }] });
      Object.assign(d.scheduleVersions.at(-1)!, { effectiveFrom: '2026-07-01' });
      Object.assign(d.scheduleVersions.at(-2)!, { effectiveTo: '2026-06-30' });
    });
    expect(validate(content)).toEqual([]);
    const told = differencesOf(original, content).map((d) => [d.version, d.series, d.what, d.before, d.after]);
    expect(told).toContainEqual(['NIP-2026', 'MMR', 'intervals', '1: P28D', '1: P42D']);
    expect(told).toContainEqual(['NIP-2026', null, 'effective_from', '2026-06-17', '2026-07-01']);
    expect(told).toContainEqual(['NIP-2021-DTaP5-HPV', null, 'effective_to', '2026-06-16', '2026-06-30']);
  });

  it('is told by its place for rules that belong to no dose', () => {
    const content = changed((d) => Object.assign(d.generalRules.liveLive!, { minInterval: 'P30D' }));
    expect(now(content)).toContainEqual(
      expect.objectContaining({
        series: null,
        what: 'general_rule',
        before: '$.generalRules.liveLive.minInterval = "P28D"',
        after: '$.generalRules.liveLive.minInterval = "P30D"',
      }),
    );
  });

  it('is told for a layer that comes', () => {
    const layer = {
      id: 'QH',
      zh: '青海',
      divisions: ['63'],
      effectiveFrom: '2026-01-01',
      source: 'S26',
      notRoutine: [{ series: 'JE', source: 'S26' }],
    };
    expect(differencesOf(original, { document: original.document, layers: [layer] })).toEqual([
      expect.objectContaining({ what: 'layer', before: null, after: expect.stringContaining('QH') }),
    ]);
  });
});

describe('whom a change may concern', () => {
  const all = { underYears: 18, sex: null, bornFrom: null };

  it('everybody under the upper age for a series for all', () => {
    const content = changed((d) => Object.assign(seriesOf(d, 'MMR').doses[0]!, { recommendedAge: 'P9M' }));
    expect(affected(content)).toEqual(all);
    expect(bornAfter(affected(content), '2026-11-21')).toBe('2008-11-21');
  });

  it('girls of the cohorts of the programme for HPV', () => {
    const content = changed((d) => Object.assign(seriesOf(d, 'HPV').doses[0]!, { completeBefore: 'P15Y' }));
    expect(affected(content)).toEqual({ underYears: 18, sex: 'F', bornFrom: '2011-11-10' });
    expect(bornAfter(affected(content), '2026-11-21')).toBe('2011-11-10');
    expect(bornAfter(affected(content), '2031-11-21')).toBe('2013-11-21');
  });

  it('everybody under the upper age for a general rule, of any age for rules outside the programme', () => {
    const general = changed((d) => Object.assign(d.generalRules.liveLive!, { minInterval: 'P30D' }));
    expect(affected(general)).toEqual(all);
    const outside = changed((d) => (d.nonNip as Json[]).pop());
    expect(affected(outside)).toEqual({ ...all, underYears: null });
  });

  it('nobody when only words differ', () => {
    const content = changed((d) => Object.assign(seriesOf(d, 'MMR'), { zh: '麻腮风疫苗' }));
    expect(affected(content)).toEqual({ ...all, none: true });
  });
});

describe('an uploaded file', () => {
  it('is the document, or the document with its layers', () => {
    const inUse = [{ id: 'QH' }];
    expect(readContent('{"a":1}', inUse)).toEqual({ document: { a: 1 }, layers: inUse });
    expect(readContent('{"document":{"a":1},"layers":[]}', inUse)).toEqual({ document: { a: 1 }, layers: [] });
    expect(readContent('\uFEFF{"a":1}', inUse)).toEqual({ document: { a: 1 }, layers: inUse });
    for (const text of ['', '[1]', '"x"', '{']) expect(readContent(text, inUse)).toBeUndefined();
  });

  it('names the place that is wrong, once', () => {
    const content = changed((d) => Object.assign(seriesOf(d, 'MMR').doses[0]!, { minAge: 8 }));
    const [finding, ...more] = validate(content);
    expect(finding).toMatchObject({ code: 'invalid', path: expect.stringMatching(/\.doses\[0\]/) });
    expect(finding!.message).toContain(finding!.path);
    expect(more).toEqual([]);
  });
});
