import { newId } from '@miaoben/kernel';
import { addDays } from '@miaoben/schedule';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  cdc,
  fromBooklet,
  givenHere,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  OLD_LOT,
  recordIn,
  sheetRows,
  startWorld,
  type World,
} from '../../test-kit.ts';

const HEPB = '0202';
const LIST = `query ($d: ID!, $from: Date, $to: Date, $reason: NonConformingReason, $first: Int, $after: String) {
  nonConformingDoses(division: $d, from: $from, to: $to, reason: $reason, first: $first, after: $after) {
    nodes { dose { id date evaluations { status } } reasons } pageInfo { hasNextPage endCursor }
  }
}`;
const SUMMARY = `query ($d: ID!, $from: Date, $to: Date) {
  nonConformingSummary(division: $d, from: $from, to: $to) { doses counts { reason doses } fileUrl }
}`;
interface List {
  nonConformingDoses: {
    nodes: { dose: { id: string; date: string; evaluations: { status: string }[] }; reasons: string[] }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
interface Summary {
  nonConformingSummary: { doses: number; counts: { reason: string; doses: number }[]; fileUrl: string };
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB]);
});
afterAll(() => world.stop());

const list = async (d: string, variables: Record<string, unknown> = {}, caller = nurse) => {
  const answer = await world.graph<List>(caller, LIST, { d, ...variables });
  expect(answer.errors).toEqual([]);
  return answer;
};
const summary = async (d: string, caller = nurse) =>
  (await world.graph<Summary>(caller, SUMMARY, { d })).data.nonConformingSummary;
const record = async (input: Record<string, unknown>) => (await recordIn(world, input)).data.recordDose.dose;

/** A child with one dose for each of the four reasons of the form. */
async function fourFaults(divisionCode: string) {
  const birthDate = monthsAgo(20);
  const { personId } = world.announce({ birthDate, divisionCode, name: '李小雨' });
  const early = await record(fromBooklet(personId, '1201', monthsAgo(17)));
  await record(fromBooklet(personId, '0101', birthDate));
  const repeated = await record(fromBooklet(personId, '0101', addDays(birthDate, 60)));
  const late = new Date(world.stack.services.vaccines.clock.now().getTime() - 11 * 60_000).toISOString();
  const small = await record(givenHere(personId, HEPB, { date: monthsAgo(12), recordedAt: late, volumeMl: 0.01 }));
  const expired = await record(givenHere(personId, HEPB, { date: monthsAgo(6), recordedAt: late, lotNumber: OLD_LOT }));
  return { personId, early, repeated, small, expired };
}

describe('Q-19 doses that do not conform', () => {
  it('are captured with their reason at once, and can be counted', async () => {
    const { early, repeated, small, expired } = await fourFaults('630121501');
    const { data } = await list('630121501');
    const found = new Map(data.nonConformingDoses.nodes.map((n) => [n.dose.id, n.reasons]));
    expect(found).toEqual(
      new Map([
        [expired.id, ['vaccine_invalid']],
        [small.id, ['too_small']],
        [early.id, ['too_early']],
        [repeated.id, ['repeated']],
      ]),
    );
    const dates = data.nonConformingDoses.nodes.map((n) => n.dose.date);
    expect(dates).toEqual([...dates].sort().reverse());
    const counted = await summary('630121501');
    expect(counted.doses).toBe(4);
    expect(counted.counts).toEqual([
      { reason: 'too_early', doses: 1 },
      { reason: 'repeated', doses: 1 },
      { reason: 'too_small', doses: 1 },
      { reason: 'vaccine_invalid', doses: 1 },
      { reason: 'other', doses: 0 },
    ]);
  });

  it('tell what became of them in the record, from the same judgement', async () => {
    await fourFaults('630121502');
    const { data } = await list('630121502');
    const statuses = Object.fromEntries(
      data.nonConformingDoses.nodes.map((n) => [n.reasons[0], n.dose.evaluations[0]?.status]),
    );
    expect(statuses).toEqual({
      too_early: 'not_valid',
      repeated: 'extraneous',
      too_small: 'substandard',
      vaccine_invalid: 'substandard',
    });
  });

  it('are narrowed by day and reason, and paged with the same statements however many there are', async () => {
    await fourFaults('630121503');
    await fourFaults('630121503');
    const narrowed = await list('630121503', { from: monthsAgo(13), to: monthsAgo(5), reason: 'too_small' });
    expect(narrowed.data.nonConformingDoses.nodes.map((n) => n.reasons)).toEqual([['too_small'], ['too_small']]);
    const ids: string[] = [];
    const statements = new Set<number>();
    for (let after: string | null = null; ; ) {
      const answer: Awaited<ReturnType<typeof list>> = await list('630121503', { first: 3, after });
      const { nodes, pageInfo } = answer.data.nonConformingDoses;
      ids.push(...nodes.map((n) => n.dose.id));
      statements.add(answer.statements);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(new Set(ids).size).toBe(8);
    expect(statements).toEqual(new Set([4]));
  });

  it('leave the register when they are voided', async () => {
    const { early } = await fourFaults('630121504');
    await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: "录错") { id } }',
      { c: newId(), id: early.id },
    );
    expect((await summary('630121504')).doses).toBe(3);
  });

  it('move with the child to another township', async () => {
    const { personId } = await fourFaults('630121505');
    world.announce({ personId, birthDate: monthsAgo(20), divisionCode: '630121506', version: 2 });
    await world.hear();
    expect((await summary('630121505')).doses).toBe(0);
    expect((await summary('630121506')).doses).toBe(4);
  });

  it('are handed out as a workbook, with whole names for the clinic and masked ones for those above', async () => {
    await fourFaults('630121507');
    for (const [caller, name] of [
      [nurse, '李小雨'],
      [cdc, '李*雨'],
      [inspector, '李*雨'],
    ] as const) {
      const { fileUrl } = await summary('630121507', caller);
      const file = await world.stack.file('vaccines', fileUrl);
      expect(file.status).toBe(200);
      const rows = await sheetRows(file);
      expect(rows).toHaveLength(5);
      expect(rows[0]).toEqual(['姓名', '出生日期', '居住地区划', '接种日期', '疫苗', '接种单位', '不合格原因']);
      expect(rows[1]![0]).toBe(name);
      expect(rows.slice(1).map((r) => r[6])).toEqual(['疫苗失效', '剂量不足', '未到接种时间', '重复接种']);
    }
  });

  it('of another area are refused', async () => {
    for (const document of [LIST, SUMMARY]) {
      const { errors } = await world.graph(nurseElsewhere, document, { d: '630121' });
      expect(errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
    }
  });
});
