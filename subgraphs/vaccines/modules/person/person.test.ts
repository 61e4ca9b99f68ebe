import { newId, query } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  fromBooklet,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  partner,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { decodeDoseId } from '../dose/dose-id.ts';

const RECORD = `query ($r: [_Any!]!) {
  _entities(representations: $r) { ... on Person { id
    doses { id date doseNumber vaccine { code name } product { id } lot { id } observation { minutes } conflictsWith { id }
      evaluations { series doseNumber clinicallyValid reasons { text } } }
    plan { asOf scheduleVersion nextDate
      series { series status dose dosesNeeded dosesGiven earliest recommended overdueFrom latest vaccines { code } text doctorText reasons { code text } }
      today { series dose vaccines { code } notBefore reason { text } } later { series dose notBefore reason { code text } } }
  } }
}`;

interface PersonAnswer {
  id: string;
  doses: {
    id: string;
    date: string;
    doseNumber: number;
    evaluations: { series: string; clinicallyValid: boolean }[];
  }[];
  plan: {
    asOf: string;
    scheduleVersion: string;
    nextDate: string | null;
    series: {
      series: string;
      status: string;
      dose: number | null;
      dosesGiven: number;
      text: string;
      doctorText: string;
    }[];
    today: { series: string; dose: number; vaccines: { code: string }[]; notBefore: string | null }[];
    later: { series: string; notBefore: string | null; reason: { code: string } | null }[];
  };
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const ask = (ids: string[], caller = nurse) =>
  world.graph<{ _entities: (PersonAnswer | null)[] }>(caller, RECORD, {
    r: ids.map((id) => ({ __typename: 'Person', id })),
  });

/** The first year of a child of today's programme. */
const FIRST_YEAR: [string, number][] = [
  ['0202', 0],
  ['0101', 0],
  ['0202', 1],
  ['0303', 2],
  ['0402', 2],
  ['0303', 3],
  ['0402', 4],
  ['0402', 6],
  ['0202', 6],
];

async function childWithDoses(times = 1): Promise<string> {
  const { personId } = world.announce({ birthDate: monthsAgo(14) });
  for (let i = 0; i < times; i += 1) {
    for (const [vaccine, age] of FIRST_YEAR) {
      const { errors } = await recordIn(world, fromBooklet(personId, vaccine, monthsAgo(14 - age, -i)));
      expect(errors).toEqual([]);
    }
  }
  return personId;
}

describe('the record of a child', () => {
  it('Q-17 J-16 doses by date with their numbers, and what is still to be given with words', async () => {
    const personId = await childWithDoses();
    const { data, errors } = await ask([personId]);
    expect(errors).toEqual([]);
    const { doses, plan } = data._entities[0]!;
    expect(doses.map((d) => d.date)).toEqual(doses.map((d) => d.date).toSorted());
    const hepB = doses.filter((d) => d.evaluations[0]?.series === 'HepB');
    expect(hepB.map((d) => d.doseNumber)).toEqual([1, 2, 3]);
    expect(hepB.every((d) => d.evaluations[0]!.clinicallyValid)).toBe(true);
    expect(plan.asOf).toBe(TODAY);
    expect(plan.scheduleVersion).toMatch(/2026/);
    expect(plan.series.find((s) => s.series === 'HepB')).toMatchObject({ status: 'complete', dosesGiven: 3 });
    expect(plan.series.find((s) => s.series === 'JE')).toMatchObject({ status: 'not_applicable' });
    expect(plan.series.find((s) => s.series === 'MMR')).toMatchObject({ status: 'overdue', dose: 1 });
    expect(plan.today.map((i) => i.series)).toContain('MMR');
    expect(plan.today.every((i) => i.notBefore === null && i.vaccines.length > 0)).toBe(true);
    for (const s of plan.series) expect([s.text, s.doctorText].every((t) => t.length > 0)).toBe(true);
  });

  it('takes the same statements for one dose or twenty-seven, one child or twenty', async () => {
    const few = await childWithDoses();
    const many = await childWithDoses(3);
    const one = await ask([few]);
    expect((await ask([many])).statements).toBe(one.statements);
    expect(one.statements).toBeLessThanOrEqual(4);
    const twenty = [...Array(18)].map(() => world.announce().personId);
    await world.hear();
    const list = await ask([few, many, ...twenty]);
    expect(list.data._entities).toHaveLength(20);
    expect(list.statements).toBe(one.statements);
  });

  it('Q-13 a guardian reads the bound child, and stops reading when the binding ends', async () => {
    const { personId } = world.announce();
    world.bind('parent', personId);
    expect((await ask([personId], parent)).data._entities[0]!.id).toBe(personId);
    world.bind('parent', personId, false);
    await world.hear();
    expect((await ask([personId], parent)).data._entities).toEqual([null]);
  });

  it('out of reach and not there are the same answer', async () => {
    const { personId } = world.announce();
    world.bind('someone else', personId);
    await world.hear();
    for (const caller of [
      nurseElsewhere,
      parent,
      { ...partner, divisions: ['630203'] },
      { ...cdc, divisions: ['6302'] },
    ]) {
      const foreign = await ask([personId], caller);
      const absent = await ask([newId()], caller);
      expect([foreign.data, foreign.errors]).toEqual([absent.data, absent.errors]);
      expect(foreign.data._entities).toEqual([null]);
    }
    for (const caller of [nurse, partner, cdc]) {
      expect((await ask([personId], caller)).data._entities[0]!.id).toBe(personId);
    }
  });
});

describe('what people announces is followed', () => {
  const dueOf = (personId: string) =>
    query<{ series: string; dose: number; division: string; earliest: string }>(
      world.em(),
      'select series, dose, division, earliest from due_item where person_id = $1 order by series',
      [personId],
    );

  it('a corrected birth date moves the doses to their new partition, and old ids still find them', async () => {
    const file = world.announce({ birthDate: '2025-12-30' });
    const { data } = await recordIn(world, fromBooklet(file.personId, '0202', '2026-01-02'));
    const oldId = data.recordDose.dose.id;
    world.announce({ ...file, birthDate: '2026-01-01', previousBirthDate: '2025-12-30', version: 2 });
    await world.hear();
    const rows = await query(world.em(), 'select tableoid::regclass::text as part from dose where person_id = $1', [
      file.personId,
    ]);
    expect(rows).toEqual([{ part: 'dose_2026' }]);
    const found = await world.graph<{ dose: { id: string } }>(nurse, `{ dose(id: "${oldId}") { id } }`);
    expect(decodeDoseId(found.data.dose.id)!.birthDate).toBe('2026-01-01');
    const coverage = (await world.events('coverage.changed')).filter(
      (e) => 'personId' in e && e.personId === file.personId,
    );
    expect(coverage.at(-1)).toMatchObject({ birthDate: '2026-01-01', slots: [{ slot: 'HepB-1', timely: true }] });
  });

  it('a move takes record and due items along; a file moved out is called for nothing', async () => {
    const file = world.announce();
    await recordIn(world, fromBooklet(file.personId, '0202', monthsAgo(6)));
    expect((await dueOf(file.personId)).length).toBeGreaterThan(3);
    world.announce({ ...file, divisionCode: '630203001', version: 2 });
    await world.hear();
    expect(new Set((await dueOf(file.personId)).map((d) => d.division))).toEqual(new Set(['630203001']));
    expect(await query(world.em(), 'select division from dose where person_id = $1', [file.personId])).toEqual([
      { division: '630203001' },
    ]);
    world.announce({ ...file, divisionCode: '630203001', registrationState: 'moved_out', version: 3 });
    await world.hear();
    expect(await dueOf(file.personId)).toEqual([]);
  });

  it('J-13 a file closed by a death is called for nothing, and again when that is undone', async () => {
    const file = world.announce();
    await world.hear();
    const before = await dueOf(file.personId);
    expect(before.length).toBeGreaterThan(3);
    world.announce({ ...file, registrationState: 'dead', version: 2 });
    await world.hear();
    expect(await dueOf(file.personId)).toEqual([]);
    world.announce({ ...file, version: 3 });
    await world.hear();
    expect(await dueOf(file.personId)).toEqual(before);
  });

  it('handled twice or out of order, the newest state stands', async () => {
    const file = world.announce({ version: 2, conditions: ['C01'] });
    world.announce({ ...file, version: 1, conditions: [] });
    world.announce({ ...file });
    await world.hear();
    expect(
      await query(world.em(), 'select version, conditions from subject where person_id = $1', [file.personId]),
    ).toEqual([{ version: 2, conditions: ['C01'] }]);
    const coverage = (await world.events('coverage.changed')).filter(
      (e) => 'personId' in e && e.personId === file.personId,
    );
    expect(coverage).toHaveLength(1);
  });
});
