import { newId, query } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type DoseSeed, insertDoses, insertEntries, insertSubjects, refreshAll } from './bulk.ts';
import { recomputeAll } from './jobs/recompute-all.ts';
import { CLINIC, HOME, monthsAgo, startWorld, TODAY, type World } from './test-kit.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const COURSE: [string, number][] = [
  ['0202', 0],
  ['0101', 0],
  ['0202', 1],
  ['0303', 2],
  ['0402', 2],
  ['0303', 3],
  ['0311', 4],
  ['0402', 4],
  ['0402', 6],
  ['0202', 6],
  ['1601', 6],
  ['1201', 8],
  ['1601', 9],
  ['0402', 18],
  ['1201', 18],
  ['1901', 18],
];

function doseSeeds(personId: string, birthDate: string): DoseSeed[] {
  return COURSE.map(([vaccine, month]) => ({
    doseId: newId(),
    personId,
    birthDate,
    division: HOME,
    date: monthsAgo(30 - month),
    vaccine,
    productId: null,
    lotNumber: null,
    traceCode: null,
    site: 'left_upper_arm',
    route: 'IM',
    volumeMl: null,
    clinicId: CLINIC,
    clinicName: null,
    vaccinatorId: null,
    vaccinatorName: null,
    source: 'clinic',
    recordedBy: 'seeds',
    recordedAt: new Date(`${TODAY}T00:00:00Z`),
  }));
}

describe('doses in bulk', () => {
  it('leave the due items and events that the records give, and persons heard of again change nothing', async () => {
    const { orm } = world.stack.services.vaccines;
    const files = [...Array(60)].map(() => world.announce({ birthDate: monthsAgo(30) }));
    await insertSubjects(world.em(), files);
    await insertDoses(
      orm,
      files.flatMap((f) => doseSeeds(f.personId, f.birthDate)),
      TODAY,
    );
    const due = () => query(world.em(), 'select * from due_item order by person_id, series');
    const written = await due();
    expect(written.length).toBeGreaterThan(60);
    await world.hear();
    expect(await world.events('coverage.changed')).toHaveLength(60);
    expect(await world.events('dose.changed')).toHaveLength(60 * COURSE.length);
    const lines = await query(world.em(), `select detail from audit_line where operation = 'insertDoses'`);
    expect(lines).toEqual([{ detail: { doses: 60 * COURSE.length, persons: 60 } }]);
    await recomputeAll(orm, TODAY);
    expect(await due()).toEqual(written);
  });

  it('a batch of which one row is refused leaves nothing behind, and the next one goes on', async () => {
    const { orm } = world.stack.services.vaccines;
    const child = world.announce({ birthDate: monthsAgo(30) });
    await insertSubjects(world.em(), [child]);
    const seeds = doseSeeds(child.personId, child.birthDate);
    const twice = [...seeds, seeds[0]!];
    await expect(insertDoses(orm, twice, TODAY)).rejects.toMatchObject({ code: '23505' });
    const written = () => query(world.em(), 'select 1 from dose where person_id = $1', [child.personId]);
    expect(await written()).toHaveLength(0);
    const [first] = seeds;
    for (const [fault, words] of [
      [{ personId: newId() }, 'not known'],
      [{ birthDate: monthsAgo(31) }, 'birth date of its person'],
      [{ date: monthsAgo(31) }, 'before the birth'],
    ] as const)
      await expect(insertDoses(orm, [...seeds, { ...first!, doseId: newId(), ...fault }], TODAY)).rejects.toThrow(
        words,
      );
    expect(await written()).toHaveLength(0);
    // Not a calendar date in the person's record: the engine refuses her while her doses are being written.
    await query(world.em(), `update subject set facts = $2 where person_id = $1`, [
      child.personId,
      JSON.stringify([{ kind: 'observation', code: 'PPD_NEGATIVE', date: '2026-13-01' }]),
    ]);
    await expect(insertDoses(orm, seeds, TODAY)).rejects.toMatchObject({ code: 'SUBJECT_INVALID' });
    expect(await written()).toHaveLength(0);
    await query(world.em(), `update subject set facts = '[]' where person_id = $1`, [child.personId]);
    await insertDoses(orm, seeds, TODAY);
    expect(await written()).toHaveLength(seeds.length);
  });

  it('persons without a dose are due like everybody, once the load is finished', async () => {
    const { orm, clock } = world.stack.services.vaccines;
    const newborn = world.announce({ birthDate: monthsAgo(0, 1) });
    await insertSubjects(world.em(), [newborn]);
    const due = () =>
      query<{ series: string }>(world.em(), 'select series from due_item where person_id = $1', [newborn.personId]);
    // The daily refresh of the running subgraph may be faster: that is as good.
    await refreshAll({ orm, clock });
    expect((await due()).map((d) => d.series)).toEqual(expect.arrayContaining(['HepB', 'BCG']));
    expect(await refreshAll({ orm, clock })).toBe(0);
  });

  it('health facts and reasons of not given are heeded by what is calculated after them', async () => {
    const { orm } = world.stack.services.vaccines;
    const child = world.announce({ birthDate: monthsAgo(9) });
    const { personId, birthDate } = child;
    await insertSubjects(world.em(), [child]);
    await insertEntries(world.em(), {
      facts: [{ personId, code: 'IMMUNOGLOBULIN', date: monthsAgo(1) }],
      notGiven: [{ personId, birthDate, series: 'BCG', dose: 1, reason: 'critically_ill', note: null }],
    });
    const [atBirth] = doseSeeds(personId, birthDate);
    await insertDoses(orm, [{ ...atBirth!, date: birthDate }], TODAY);
    const [mmr] = await query<{ earliest: string }>(
      world.em(),
      `select earliest from due_item where person_id = $1 and series = 'MMR'`,
      [personId],
    );
    expect(mmr!.earliest > TODAY).toBe(true);
    const rows = await query(world.em(), 'select series, reason from not_given where person_id = $1', [personId]);
    expect(rows).toEqual([{ series: 'BCG', reason: 'critically_ill' }]);
    const unknown = { facts: [{ personId, code: 'MADE_UP', date: TODAY }], notGiven: [] };
    await expect(insertEntries(world.em(), unknown)).rejects.toThrow('MADE_UP');
  });
});
