import { newId, query } from '@miaoben/kernel';
import type { PersonMerged } from '@miaoben/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fromBooklet, monthsAgo, nurse, recordFact, recordIn, startWorld, TODAY, type World } from '../../test-kit.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world?.stop());

const versions = new Map<string, number>();
async function tell(personId: string, survivorId: string | null): Promise<void> {
  const version = (versions.get(personId) ?? 0) + 1;
  versions.set(personId, version);
  const event: PersonMerged = { type: 'person.merged', personId, survivorId, version };
  world.publish(event);
  await world.hear();
}
async function child(): Promise<string> {
  const { personId } = world.announce({ birthDate: monthsAgo(30) });
  await world.hear();
  return personId;
}
const give = async (personId: string, vaccine: string, months: number) => {
  const { errors } = await recordIn(world, fromBooklet(personId, vaccine, monthsAgo(months)));
  expect(errors).toEqual([]);
};
const rows = (ids: readonly string[]) =>
  query<{ person_id: string; dose_id: string }>(
    world.em(),
    `select person_id, birth_date, dose_id, division, given_on, vaccine, state, origin_person from dose
     where person_id = any($1::uuid[]) order by dose_id`,
    [ids],
  );
const dosesOf = async (id: string) => {
  const { data } = await world.graph<{ _entities: ({ doses: { id: string }[] } | null)[] }>(
    nurse,
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { doses { id } } } }',
    { r: [{ __typename: 'Person', id }] },
  );
  return data._entities[0]?.doses.length ?? 0;
};

const linkOf = async (id: string) => {
  const { data } = await world.graph<{ _entities: { recordLink: { into: string | null; files: string[] } }[] }>(
    nurse,
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { recordLink { into files } } } }',
    { r: [{ __typename: 'Person', id }] },
  );
  return data._entities[0]!.recordLink;
};

describe('a screen that shows a record', () => {
  it('learns whether the record has followed a merge, and its undoing', async () => {
    const [survivor, merged] = [await child(), await child()];
    expect(await linkOf(survivor)).toEqual({ into: null, files: [] });
    await tell(merged, survivor);
    expect([await linkOf(survivor), await linkOf(merged)]).toEqual([
      { into: null, files: [merged] },
      { into: survivor, files: [] },
    ]);
    await tell(merged, null);
    expect([await linkOf(survivor), await linkOf(merged)]).toEqual([
      { into: null, files: [] },
      { into: null, files: [] },
    ]);
  });
});

interface Known {
  healthFacts: { code: string }[];
  notGiven: { reason: string }[];
  plan: { series: { series: string; status: string }[] };
}
const knownOf = async (id: string) => {
  const { data } = await world.graph<{ _entities: Known[] }>(
    nurse,
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
      healthFacts { code } notGiven { reason } plan { series { series status } } } } }`,
    { r: [{ __typename: 'Person', id }] },
  );
  const known = data._entities[0]!;
  return {
    facts: known.healthFacts.map((f) => f.code).sort(),
    notGiven: known.notGiven.map((n) => n.reason),
    bcg: known.plan.series.find((s) => s.series === 'BCG')?.status ?? 'none',
  };
};
const notGiven = async (personId: string, reason: string) => {
  const { errors } = await world.graph(
    nurse,
    'mutation ($c: ID!, $i: RecordNotGivenInput!) { recordNotGiven(commandId: $c, input: $i) { id } }',
    { c: newId(), i: { personId, series: 'HepB', dose: 1, reason } },
  );
  expect(errors).toEqual([]);
};

describe('J-08 what is known of the health of a merged file', () => {
  it('holds for the survivor, in its plan and in the pack of a device, and goes back when the merge is undone', async () => {
    const [survivor, merged] = [await child(), await child()];
    const before = [await knownOf(survivor), await knownOf(merged)];
    // The tuberculin test was read for the file that ends.
    await recordFact(world, { personId: merged, code: 'PPD_POSITIVE', date: monthsAgo(2) });
    await notGiven(merged, 'contraindicated');
    await recordFact(world, { personId: survivor, code: 'D01', date: TODAY });
    expect((await knownOf(survivor)).bcg).not.toBe((await knownOf(merged)).bcg);
    const apart = [await knownOf(survivor), await knownOf(merged)];
    await tell(merged, survivor);
    const joined = await knownOf(survivor);
    expect(joined).toMatchObject({ facts: ['D01', 'PPD_POSITIVE'], notGiven: ['contraindicated'] });
    expect(joined.bcg).toBe(apart[1]?.bcg);
    expect(await knownOf(merged)).toEqual(before[1]);
    const [held] = await query<{ facts: { code: string }[] }>(
      world.em(),
      'select facts from subject where person_id = $1',
      [survivor],
    );
    expect(held?.facts.map((f) => f.code).sort()).toEqual(['D01', 'PPD_POSITIVE']);
    // Off line the clinic still had the other file.
    await recordFact(world, { personId: merged, code: 'IMMUNOGLOBULIN', date: monthsAgo(1) });
    await notGiven(merged, 'refused');
    expect(await knownOf(survivor)).toMatchObject({
      facts: ['D01', 'IMMUNOGLOBULIN', 'PPD_POSITIVE'],
      notGiven: ['refused'],
    });
    await tell(merged, null);
    expect(await knownOf(survivor)).toEqual(apart[0]);
    expect(await knownOf(merged)).toMatchObject({
      facts: ['IMMUNOGLOBULIN', 'PPD_POSITIVE'],
      notGiven: ['refused'],
      bcg: apart[1]?.bcg,
    });
  });
});

describe('the doses of a merged file', () => {
  it('stand with the survivor, what arrives late for the merged file too, and go back when the merge is undone', async () => {
    const [survivor, merged] = [await child(), await child()];
    await give(survivor, '0201', 30);
    await give(merged, '0201', 29);
    await give(merged, '1401', 20);
    await tell(merged, survivor);
    expect([await dosesOf(survivor), await dosesOf(merged)]).toEqual([3, 0]);
    // Off line the clinic still had the other file.
    await give(merged, '1401', 10);
    expect([await dosesOf(survivor), await dosesOf(merged)]).toEqual([4, 0]);
    // Told under the one that stands, with the file it goes back to.
    expect((await world.events('dose.changed')).at(-1)).toMatchObject({ personId: survivor, originPersonId: merged });
    await tell(merged, null);
    expect([await dosesOf(survivor), await dosesOf(merged)]).toEqual([1, 3]);
    const due = await query(world.em(), 'select 1 from due_item where person_id = $1', [merged]);
    expect(due.length).toBeGreaterThan(0);
  });

  it('merge then undoing gives the same doses, in whatever order files are joined and parted', async () => {
    const files = [await child(), await child(), await child(), await child()];
    for (const [i, file] of files.entries()) for (let n = 0; n <= i; n += 1) await give(file, '0201', 29 - n - i * 4);
    const before = await rows(files);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 5 }), async (steps) => {
        const into = new Map<string, string>();
        for (const [a, b] of steps) {
          const [merged, survivor] = [files[a] ?? '', files[b] ?? ''];
          // As people holds it: only files that stand are joined, a joined one is parted.
          if (into.has(merged)) {
            into.delete(merged);
            await tell(merged, null);
          } else if (merged !== survivor && !into.has(survivor)) {
            into.set(merged, survivor);
            await tell(merged, survivor);
          }
          const held = await rows(files);
          expect(held.map((r) => r.dose_id)).toEqual(before.map((r) => r.dose_id));
          for (const gone of into.keys()) expect(held.filter((r) => r.person_id === gone)).toEqual([]);
        }
        for (const merged of into.keys()) await tell(merged, null);
        expect(await rows(files)).toEqual(before);
      }),
      { numRuns: 8 },
    );
  });

  it('an older event never takes back a newer one', async () => {
    const [survivor, merged] = [await child(), await child()];
    await give(merged, '0201', 20);
    await tell(merged, survivor);
    world.publish({ type: 'person.merged', personId: merged, survivorId: null, version: 0 });
    await world.hear();
    expect(await dosesOf(survivor)).toBe(1);
  });
});
