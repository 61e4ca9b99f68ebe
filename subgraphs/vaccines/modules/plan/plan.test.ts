import { forecast, remainingDoses } from '@miaoben/schedule';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  fromBooklet,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { catalogueOn } from '../catalogue/catalogue.ts';
import { findSubjects } from '../person/subject.repository.ts';
import { toSubject } from './engine.ts';

const HEPB = '0202';
const PLAN = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  nextDose { series seriesName dose date vaccines { code } }
  plan {
    remaining { series seriesName dose date overdueFrom vaccines { code } }
    series { series programme mark servedHere reasonRequired status }
    others { series seriesName status programme mark text doctorText }
  }
} } }`;
const TRACE = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person {
  trace { series dose givenOn check text passed boundDate actualDate daysShort version rule source }
} } }`;

interface Planned {
  series: string;
  dose: number;
  date: string;
  vaccines: { code: string }[];
}
interface Answer {
  _entities: {
    nextDose: Planned | null;
    plan: {
      remaining: Planned[];
      series: { series: string; programme: string; mark: string; servedHere: boolean; status: string }[];
      others: { series: string; programme: string; mark: string; text: string; doctorText: string }[];
    };
  }[];
}
interface Step {
  series: string | null;
  dose: number | null;
  givenOn: string | null;
  check: string;
  text: string;
  passed: boolean;
  boundDate: string | null;
  actualDate: string | null;
  daysShort: number | null;
  version: string;
  rule: string;
  source: string;
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB]);
});
afterAll(() => world.stop());

const refs = (...ids: string[]) => ({ r: ids.map((id) => ({ __typename: 'Person', id })) });
const planOf = async (id: string, caller = nurse) => {
  const answer = await world.graph<Answer>(caller, PLAN, refs(id));
  expect(answer.errors).toEqual([]);
  return answer.data._entities[0]!;
};

describe('Q-17 H-08 what is still to come', () => {
  it('lists every remaining dose with its expected day; the next one is the first of them', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(3) });
    await recordIn(world, fromBooklet(personId, HEPB, monthsAgo(3)));
    const { nextDose, plan } = await planOf(personId);
    const { schedule } = await catalogueOn(world.stack.services.vaccines.orm, TODAY);
    const [subject] = await findSubjects(world.em(), [personId], { kind: 'all' });
    const history = [{ id: 'a', date: monthsAgo(3), vaccine: HEPB }];
    const expected = remainingDoses(toSubject(subject!), history, schedule, TODAY);
    expect(plan.remaining.map((d) => [d.series, d.dose, d.date])).toEqual(
      expected.map((d) => [d.series, d.dose, d.date]),
    );
    const needed = forecast(toSubject(subject!), history, schedule, TODAY).reduce(
      (sum, f) => sum + (f.dose === null ? 0 : f.dosesNeeded - f.dosesGiven),
      0,
    );
    expect(plan.remaining.length).toBeGreaterThanOrEqual(Math.min(needed, 15));
    expect(plan.remaining.map((d) => d.date)).toEqual(plan.remaining.map((d) => d.date).toSorted());
    const [first] = plan.remaining;
    expect(nextDose).toMatchObject({ series: first!.series, dose: first!.dose, date: first!.date });
    for (const d of plan.remaining) expect(d.vaccines.length).toBeGreaterThan(0);
  });

  it('is nothing for a grown-up, and says so', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(40 * 12) });
    const { nextDose, plan } = await planOf(personId);
    expect(nextDose).toBeNull();
    expect(plan.remaining).toEqual([]);
  });
});

describe('what lies outside the programme', () => {
  it('is a list of its own, with who pays for it, the marks of its texts and words for both readers', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(16) });
    const { plan } = await planOf(personId);
    const programme = new Set(plan.series.map((s) => s.series));
    expect(plan.series.every((s) => s.programme === 'NIP' && s.mark.length > 0)).toBe(true);
    expect(plan.others.length).toBeGreaterThan(20);
    expect(plan.others.map((s) => s.series)).toContain('VarV');
    for (const s of plan.others) {
      expect(programme.has(s.series)).toBe(false);
      expect(['non-NIP', 'key-population']).toContain(s.programme);
      expect(s.text).toMatch(/[一-龥]/);
      expect(s.doctorText).toMatch(/[一-龥]/);
    }
    expect(plan.others.find((s) => s.series === 'VarV')!.mark).toContain('GK');
  });
});

describe('H-07 what the clinic has', () => {
  it('is what lies in the own fridge for a nurse, in that of the managing clinic for everybody else', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(3) });
    world.bind(parent.account!, personId);
    await world.hear();
    for (const caller of [nurse, parent, inspector]) {
      const { plan } = await planOf(personId, caller);
      expect(plan.series.filter((s) => s.servedHere).map((s) => s.series)).toEqual(['HepB']);
    }
    const guest = world.announce({ birthDate: monthsAgo(3), divisionCode: '630203001' });
    await world.hear();
    const { plan } = await planOf(guest.personId, nurseElsewhere);
    expect(plan.series.filter((s) => s.servedHere)).toEqual([]);
  });

  it('costs the same statements for one child or ten', async () => {
    const ids = [...Array(10)].map(() => world.announce().personId);
    await world.hear();
    const one = await world.graph<Answer>(nurse, PLAN, refs(ids[0]!));
    const ten = await world.graph<Answer>(nurse, PLAN, refs(...ids));
    expect(ten.statements).toBe(one.statements);
    expect(one.statements).toBeLessThanOrEqual(5);
  });
});

describe('how a record was judged, for the doctor', () => {
  it('names the bound that was missed, by how many days, by which rule', async () => {
    const birthDate = monthsAgo(10);
    const { personId } = world.announce({ birthDate });
    await recordIn(world, fromBooklet(personId, '1201', monthsAgo(3)));
    const answer = await world.graph<{ _entities: { trace: Step[] }[] }>(nurse, TRACE, refs(personId));
    expect(answer.errors).toEqual([]);
    const { trace } = answer.data._entities[0]!;
    const failed = trace.find((s) => s.givenOn !== null && s.check === 'min_age' && !s.passed)!;
    expect(failed).toMatchObject({ series: 'MMR', dose: 1, boundDate: monthsAgo(2), actualDate: monthsAgo(3) });
    expect(failed.daysShort).toBeGreaterThan(27);
    for (const step of trace) {
      expect(step.text).toMatch(/[一-龥]/);
      expect(step.rule).toMatch(/./);
      expect(step.daysShort === null || !step.passed).toBe(true);
    }
    expect(trace.some((s) => s.givenOn === null && s.check === 'status')).toBe(true);
  });
});
