import { newId, query } from '@miaoben/kernel';
import { settled } from '@miaoben/tests/support/settled';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fromBooklet, monthsAgo, nurse, recordFact, recordIn, startWorld, TODAY, type World } from '../../test-kit.ts';
import { decodeDoseId } from '../dose/dose-id.ts';

const PACK = `query ($d: ID!, $after: String, $first: Int) {
  dosePack(division: $d, after: $after, first: $first) { rows cursor complete takenAt total }
}`;
interface PackAnswer {
  dosePack: { rows: string[]; cursor: string | null; complete: boolean; takenAt: string; total: number };
}
interface PackRow {
  person: string;
  doses: { id: string; date: string; vaccine: string; source: string; clinicName?: string; toReview?: boolean }[];
}

const TOWN = '630121201';
let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

describe('the off-line pack of a township', () => {
  it('comes in pages that can be resumed, the last one says so; one audit line names the selection', async () => {
    const people = [...Array(7)].map(() => world.announce({ divisionCode: TOWN }).personId);
    world.announce({ divisionCode: '630121202' });
    const doses: string[] = [];
    for (const person of people.slice(0, 3)) {
      for (const [vaccine, date] of [
        ['0202', monthsAgo(6)],
        ['0303', monthsAgo(4)],
      ] as const) {
        const { data } = await recordIn(world, fromBooklet(person, vaccine, date, { clinicName: '外地门诊' }));
        doses.push(decodeDoseId(data.recordDose.dose.id)!.doseId);
      }
    }
    const rows: PackRow[] = [];
    const pages: PackAnswer['dosePack'][] = [];
    const statements = new Set<number>();
    for (let after: string | null = null; ; ) {
      const answer: { data: PackAnswer; statements: number } = await world.graph<PackAnswer>(nurse, PACK, {
        d: TOWN,
        after,
        first: 3,
      });
      if (after) statements.add(answer.statements);
      pages.push(answer.data.dosePack);
      rows.push(...answer.data.dosePack.rows.map((r) => JSON.parse(r) as PackRow));
      after = answer.data.dosePack.cursor;
      if (answer.data.dosePack.complete) break;
    }
    expect(pages.map((p) => [p.rows.length, p.complete, p.total])).toEqual([
      [3, false, 7],
      [3, false, 7],
      [1, true, 7],
    ]);
    expect(statements).toEqual(new Set([2]));
    expect(rows.map((r) => r.person)).toEqual(people.toSorted());
    expect(rows.flatMap((r) => r.doses.map((d) => d.id)).sort()).toEqual(doses.toSorted());
    expect(rows.find((r) => r.doses.length > 0)!.doses[0]).toMatchObject({
      date: monthsAgo(6),
      vaccine: '0202',
      source: 'outside',
      clinicName: '外地门诊',
    });
    const lines = await query(
      world.em(),
      `select account_id, subject, detail from audit_line where operation = 'Query.dosePack'`,
    );
    expect(lines).toEqual([{ account_id: 'nurse', subject: TOWN, detail: { persons: 7 } }]);
  });

  it('holds what waits for review, not what was voided', async () => {
    const { personId } = world.announce({ divisionCode: '630121203' });
    await recordIn(world, fromBooklet(personId, '0202', TODAY));
    const twin = await recordIn(world, fromBooklet(personId, '0201', TODAY));
    const wrong = await recordIn(world, fromBooklet(personId, '0303', TODAY));
    await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: "错") { id } }',
      {
        c: newId(),
        id: wrong.data.recordDose.dose.id,
      },
    );
    expect(twin.data.recordDose.conflict).toBe(true);
    const { data } = await world.graph<PackAnswer>(nurse, PACK, { d: '630121203' });
    const row = JSON.parse(data.dosePack.rows[0]!) as PackRow;
    expect(row.doses.map((d) => [d.vaccine, d.toReview])).toEqual([
      ['0201', true],
      ['0202', true],
    ]);
  });

  it('gives afterwards only the records that changed, whatever changed them, in pages', async () => {
    const town = '630121204';
    const people = [...Array(6)].map(() => world.announce({ divisionCode: town }).personId);
    await recordIn(world, fromBooklet(people[0]!, '0202', monthsAgo(6)));
    const since = async (position: string | null, after: string | null = null, caller = nurse, division = town) =>
      world.graph<{ dosePack: PackAnswer['dosePack'] & { position: string; gone: string[] } }>(
        caller,
        `query ($d: ID!, $since: String, $after: String) {
          dosePack(division: $d, since: $since, after: $after, first: 2) { rows cursor complete takenAt total position gone } }`,
        { d: town === division ? town : division, since: position, after },
      );
    const whole = async () => {
      let answer = (await since(null)).data.dosePack;
      const { position } = answer;
      while (!answer.complete) answer = (await since(null, answer.cursor)).data.dosePack;
      // With the last page nothing to go on behind: a device asked with it for the changes, and was refused.
      expect(answer.cursor).toBeNull();
      return position;
    };
    const changed = async (position: string) => {
      const found: string[] = [];
      let answer = (await since(position)).data.dosePack;
      found.push(...answer.rows);
      const next = answer.position;
      while (!answer.complete) {
        answer = (await since(position, answer.cursor)).data.dosePack;
        found.push(...answer.rows);
      }
      return { persons: found.map((r) => (JSON.parse(r) as PackRow).person), next };
    };
    await settled(world.em(), 'subject');
    const start = await whole();
    const { data } = await recordIn(world, fromBooklet(people[1]!, '0202', monthsAgo(5)));
    await recordFact(world, { personId: people[2]!, code: 'D01', date: TODAY });
    const arrives = async (position: string, expected: string[]) => {
      await expect
        .poll(async () => (await changed(position)).persons.toSorted(), { timeout: 20_000 })
        .toEqual(expected.toSorted());
      return (await changed(position)).next;
    };
    const next = await arrives(start, [people[1]!, people[2]!]);
    await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: "错") { id } }',
      { c: newId(), id: data.recordDose.dose.id },
    );
    await arrives(next, [people[1]!]);
    // From the first position on all of it once more: applying changes twice does no harm.
    await arrives(start, [people[1]!, people[2]!]);
    for (const wrong of ['x', next.slice(0, -2), Buffer.from('["position","1","x"]').toString('base64url')])
      expect((await since(wrong)).errors[0]!.extensions).toEqual({
        code: 'BAD_INPUT',
        field: 'since',
        reason: 'format',
      });
    expect((await since(start, null, nurse, '630121203')).errors[0]!.extensions.field).toBe('since');
  });

  it('takes no position that was made up: it would read past the audit line', async () => {
    const after = Buffer.from(JSON.stringify(['0', '00000000-0000-7000-8000-000000000000', 'x'])).toString('base64url');
    const { errors } = await world.graph(nurse, PACK, { d: TOWN, after });
    expect(errors[0]!.extensions).toEqual({ code: 'BAD_INPUT', field: 'after', reason: 'format' });
  });

  it('is refused outside the area', async () => {
    const { errors } = await world.graph(nurse, PACK, { d: '630203' });
    expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  });
});
