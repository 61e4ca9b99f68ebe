import { newId } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  fromBooklet,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const ASSESS = `query ($ids: [ID!]!, $day: Date!) {
  entryAssessments(personIds: $ids, checkDate: $day) {
    personId checkDate scheduleVersion ruleDate result missing { series seriesName majorCode dose earliest }
  }
}`;
interface Assessment {
  personId: string;
  scheduleVersion: string;
  ruleDate: string;
  result: number;
  missing: { series: string; seriesName: string; majorCode: string; dose: number; earliest: string | null }[];
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const assess = (ids: string[], caller = nurse, day = TODAY) =>
  world.graph<{ entryAssessments: Assessment[] }>(caller, ASSESS, { ids, day });

describe('the entry check of schools', () => {
  it('Q-77 names the doses to catch up; a child with every dose so far passes', async () => {
    const newborn = world.announce({ birthDate: monthsAgo(0, 1) }).personId;
    for (const vaccine of ['0202', '0101']) await recordIn(world, fromBooklet(newborn, vaccine, monthsAgo(0, 1)));
    const late = world.announce({ birthDate: monthsAgo(36) }).personId;
    const { data } = await assess([newborn, late]);
    const byPerson = new Map(data.entryAssessments.map((a) => [a.personId, a]));
    expect(byPerson.get(newborn)).toMatchObject({ result: 1, missing: [] });
    expect(byPerson.get(late)!.result).toBe(2);
    const missing = byPerson.get(late)!.missing;
    expect(missing.map((m) => m.series)).toEqual(expect.arrayContaining(['HepB', 'Polio', 'DTaP', 'MMR']));
    expect(byPerson.get(late)).toMatchObject({ scheduleVersion: 'NIP-2026', ruleDate: '2026-06-17' });
    expect(missing.find((m) => m.series === 'MMR')!.majorCode).toBe('12');
    expect(missing.every((m) => /^\d{2}$/.test(m.majorCode))).toBe(true);
    expect(missing.every((m) => m.seriesName.length > 0 && m.earliest !== null)).toBe(true);
    // The first of a series may be given now, the others follow after their intervals.
    const hepB = missing.filter((m) => m.series === 'HepB').map((m) => m.earliest! <= TODAY);
    expect(hepB).toEqual([true, false, false]);
  });

  it('costs the same statements for one pupil or forty-five', async () => {
    const pupils = [...Array(45)].map(() => world.announce({ birthDate: monthsAgo(40) }).personId);
    await world.hear();
    const one = await assess(pupils.slice(0, 1));
    const all = await assess(pupils);
    expect(all.data.entryAssessments).toHaveLength(45);
    expect(all.statements).toBe(one.statements);
    expect(all.statements).toBe(3);
  });

  it('leaves out who is not in reach, like who is not there', async () => {
    const { personId } = world.announce();
    await world.hear();
    expect((await assess([personId, newId()], nurseElsewhere)).data.entryAssessments).toEqual([]);
    expect((await assess([personId], parent)).data.entryAssessments).toEqual([]);
    expect((await assess([personId], cdc)).data.entryAssessments).toHaveLength(1);
    const { vaccines } = world.stack.services;
    const asService = await vaccines.peers.graph<{ entryAssessments: Assessment[] }>(
      'vaccines',
      'school_check',
      ASSESS,
      {
        ids: [personId],
        day: TODAY,
      },
    );
    expect(asService.entryAssessments).toHaveLength(1);
    const many = await assess([...Array(2_001)].map(() => newId()));
    expect(many.errors[0]!.extensions).toMatchObject({ field: 'personIds', reason: 'out_of_range' });
  });
});
