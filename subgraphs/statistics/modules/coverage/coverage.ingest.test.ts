import { type Em, query } from '@miaoben/kernel';
import { COVERAGE_SLOTS, type CoverageSlot } from '@miaoben/schedule';
import type { CoverageChanged, MiaobenEvent, PersonChanged } from '@miaoben/schema';
import { type Stack, startStack } from '@miaoben/tests/support/stack';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { mergeAll } from '../../jobs/rebuild.ts';
import { start } from '../../server.ts';
import { fourDoseHepB, masksOf, takeOver } from './coverage.ingest.ts';
import { mergeDeltas } from './coverage.merge.ts';
import { partsOf } from './coverage.rules.ts';
import { type Cells, cellKeys, coverage, person, storedCells, TODAY, TOWNSHIPS } from './coverage.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack(inject('adminUrl'), { statistics: start }, TODAY);
});
afterAll(() => stack.stop());

const orm = () => stack.services.statistics.orm;
const em = () => orm().em.fork() as Em;
const take = (events: readonly MiaobenEvent[]) => em().transactional((tx) => takeOver(events, tx as Em));
beforeEach(async () => {
  await query(em(), 'truncate child_coverage, coverage_delta, coverage_rollup');
});

/** Counts the last state of each person directly, without deltas. */
function counted(events: readonly MiaobenEvent[]): Cells {
  const persons = new Map<string, PersonChanged>();
  const doses = new Map<string, CoverageChanged>();
  for (const e of events) {
    if (e.type === 'person.changed') persons.set(e.personId, e);
    if (e.type === 'coverage.changed') doses.set(e.personId, e);
  }
  const cells: Cells = {};
  const add = (key: string, timely: boolean) => {
    cells[key] ??= { count: 0, timely: 0 };
    cells[key].count += 1;
    if (timely) cells[key].timely += 1;
  };
  for (const [id, p] of persons) {
    const { done, timely } = masksOf(doses.get(id)?.slots ?? []);
    const parts = partsOf({
      birthDate: p.birthDate,
      township: p.divisionCode,
      sex: p.sex,
      state: p.registrationState,
      fourDoseHepB: fourDoseHepB(p.conditions, p.birthWeightG),
      done,
      timely,
    });
    for (const [measure, onTime] of parts) {
      for (const key of cellKeys(p.divisionCode, p.birthDate, measure)) add(key, onTime);
    }
  }
  return cells;
}

const PEOPLE = Array.from({ length: 6 }, () => person().personId);
const change = fc.record({
  who: fc.nat({ max: PEOPLE.length - 1 }),
  birthDate: fc.constantFrom('2012-01-31', '2019-12-31', '2020-01-01', '2024-02-29'),
  sex: fc.constantFrom('F' as const, 'M' as const),
  divisionCode: fc.constantFrom(...TOWNSHIPS),
  registrationState: fc.constantFrom(
    'active',
    'active',
    'active',
    'moved_out',
    'lost_to_follow_up',
    'nominal',
    'dead',
    'cancelled',
  ),
  conditions: fc.constantFrom<string[]>([], ['HBSAG_POS_MOTHER']),
  birthWeightG: fc.constantFrom(null, 1900, 3000),
});
const dosesChange = fc.record({
  who: fc.nat({ max: PEOPLE.length - 1 }),
  slots: fc.subarray([...COVERAGE_SLOTS] as CoverageSlot[]),
  late: fc.subarray([...COVERAGE_SLOTS] as CoverageSlot[], { maxLength: 5 }),
});

/** The stream of one source cut into batches, of which some are handled a second time before going on. */
function* batches<T>(events: readonly T[], sizes: readonly number[], again: readonly boolean[]): Generator<T[]> {
  let at = 0;
  for (let i = 0; at < events.length; i += 1) {
    const batch = events.slice(at, at + (sizes[i % sizes.length] ?? 1));
    at += batch.length;
    yield batch;
    if (again[i % again.length]) yield batch;
  }
}

describe('taking over events', () => {
  it('Q-16 gives the same rollups as a direct count, whatever the batches, repeats and order of the two sources', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const again = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(change, { minLength: 1, maxLength: 20 }),
          fc.array(dosesChange, { maxLength: 20 }),
          sizes,
          again,
          fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
          async (changes, doses, size, repeat, turns) => {
            const versions = new Map<number, number>();
            const files = changes.map(({ who, ...rest }) => {
              versions.set(who, (versions.get(who) ?? 0) + 1);
              return person({ personId: PEOPLE[who]!, version: versions.get(who)!, ...rest });
            });
            // Vaccines knows the file as it was first: what it says about the file must not matter.
            const records = doses.map(({ who, slots, late }) =>
              coverage(person({ personId: PEOPLE[who]! }), slots, late),
            );
            const [a, b] = [batches<MiaobenEvent>(files, size, repeat), batches<MiaobenEvent>(records, size, repeat)];
            for (let i = 0, open = [a, b]; open.length > 0; i += 1) {
              const source = open[turns[i % turns.length] ? 0 : open.length - 1]!;
              const { value, done } = source.next();
              if (done) open = open.filter((s) => s !== source);
              else await take(value);
              if (i % 3 === 0) await mergeDeltas(orm());
            }
            await mergeAll(orm());
            expect(await storedCells(orm())).toEqual(counted([...files, ...records]));
          },
        )
        .beforeEach(async () => {
          await query(em(), 'truncate child_coverage, coverage_delta, coverage_rollup');
        }),
      { numRuns: 60 },
    );
  });

  it('takes ten parallel batches over the same children without deadlock, and loses none', async () => {
    const files = Array.from({ length: 400 }, (_, i) => person({ divisionCode: TOWNSHIPS[i % 4]!, version: 1 }));
    const shuffled = (n: number) =>
      files.toSorted((a, b) => (a.personId < b.personId ? 1 : -1) * (n % 2 === 0 ? 1 : -1));
    const work = Array.from({ length: 10 }, (_, n) =>
      take(shuffled(n).flatMap((f): MiaobenEvent[] => [f, coverage(f, COVERAGE_SLOTS.slice(0, n + 1))])),
    );
    const merging = Array.from({ length: 10 }, () => mergeDeltas(orm()));
    await Promise.all([...work, ...merging]);
    await take(files.map((f) => coverage(f, ['HepB-1'])));
    await mergeAll(orm());
    expect(await storedCells(orm())).toEqual(counted([...files, ...files.map((f) => coverage(f, ['HepB-1']))]));
  });

  it('counts a child from the moment its file is known, also when its doses came first', async () => {
    const file = person();
    await take([coverage(file, ['HepB-1', 'BCG-1'])]);
    await mergeAll(orm());
    expect(await storedCells(orm())).toEqual({});
    await take([file]);
    await mergeAll(orm());
    expect((await storedCells(orm()))[cellKeys(file.divisionCode, file.birthDate, 0)[0]!]).toEqual({
      count: 1,
      timely: 1,
    });
  });

  it('does not let an older version of a file come back', async () => {
    const file = person({ version: 2, divisionCode: TOWNSHIPS[1] });
    await take([file]);
    await take([{ ...file, version: 1, divisionCode: TOWNSHIPS[0] }]);
    await mergeAll(orm());
    expect(await storedCells(orm())).toEqual(counted([file]));
  });

  it('keeps no rows of people born before the oldest cohort', async () => {
    const adult = person({ birthDate: '1985-06-01' });
    await take([adult, coverage(adult, ['HepB-1'])]);
    const [row] = await query<{ n: string }>(em(), 'select count(*) as n from child_coverage');
    expect(row?.n).toBe('0');
  });

  it('ignores slots of a newer version instead of failing', async () => {
    const file = person();
    const event = coverage(file, ['HepB-1']);
    await take([file, { ...event, slots: [...event.slots, { slot: 'New-9', date: '2024-05-05', timely: true }] }]);
    await mergeAll(orm());
    expect(await storedCells(orm())).toEqual(counted([file, event]));
  });

  it('keeps the later count of a child when the event of a long transaction comes first or last', async () => {
    const child = person();
    const early = { ...coverage(child, ['BCG-1' as CoverageSlot]), version: 4 };
    const late = { ...coverage(child, COVERAGE_SLOTS.slice(0, 3)), version: 5 };
    for (const order of [
      [child, early, late],
      [child, late, early],
    ]) {
      await query(em(), 'truncate child_coverage, coverage_delta, coverage_rollup');
      for (const event of order) await take([event]);
      await mergeAll(orm());
      expect(await storedCells(orm())).toEqual(counted([child, late]));
    }
  });
});
