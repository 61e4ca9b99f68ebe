import { newId, openNotice, query } from '@miaoben/kernel';
import type { CoverageChanged, NoticeRequested } from '@miaoben/schema';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  CLINIC,
  cdc,
  givenHere,
  LOT,
  monthsAgo,
  nurse,
  parent,
  productOf,
  provincialCdc,
  recordIn,
  sheetRows,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';
import { recallStep } from './lot-recall.service.ts';

const MEASLES = '1401';
const HEPATITIS_B = '0201';
let world: World;
const lotId = `${productOf(HEPATITIS_B)}:${LOT}`;

beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPATITIS_B, MEASLES]);
});
afterAll(() => world?.stop());

const RECALL = `mutation ($c: ID!, $id: ID!, $e: RecallEffect!, $r: String!) {
  recallLot(commandId: $c, lotId: $id, effect: $e, reason: $r) { id effect state done total changed told lot { recall } } }`;
interface Recalled {
  recallLot: { id: string; state: string; lot: { recall: string | null } };
}
const recall = (effect: string, reason = '药监局通报', caller = provincialCdc, id = lotId) =>
  world.graph<Recalled>(caller, RECALL, { c: newId(), id, e: effect, r: reason });
const progress = async (id: string) =>
  (
    await world.graph<{ lotRecall: { state: string; done: number; total: number; changed: number; told: number } }>(
      cdc,
      'query ($id: ID!) { lotRecall(id: $id) { state done total changed told } }',
      { id },
    )
  ).data.lotRecall;
const settle = (id: string) => expect.poll(async () => (await progress(id)).state, { timeout: 20_000 }).toBe('done');
const evaluations = async (personId: string) =>
  (
    await world.graph<{
      _entities: {
        doses: { evaluations: { clinicallyValid: boolean; reasons: { code: string; doctorText: string }[] }[] }[];
      }[];
    }>(
      nurse,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { doses {
         evaluations { clinicallyValid reasons { code doctorText } } } } } }`,
      { r: [{ __typename: 'Person', id: personId }] },
    )
  ).data._entities[0]?.doses.flatMap((d) => d.evaluations) ?? [];
const lotsAtHand = async () =>
  (await world.graph<{ lotsOnHand: { id: string }[] }>(nurse, '{ lotsOnHand { id } }', {})).data.lotsOnHand.map(
    (l) => l.id,
  );

/** A child who got a dose of the lot today. */
async function child(): Promise<string> {
  const { personId } = world.announce({ birthDate: monthsAgo(2) });
  await world.hear();
  const { errors } = await recordIn(world, givenHere(personId, HEPATITIS_B));
  expect(errors).toEqual([]);
  return personId;
}

describe('a lot recalled', () => {
  it('is for the CDC of the province alone, with words, and not twice', async () => {
    for (const caller of [cdc, nurse, parent]) {
      expect((await recall('void', '通报', caller)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await recall('void', ' ')).errors[0]?.extensions).toMatchObject({ field: 'reason', reason: 'required' });
    expect((await recall('void', '通报', provincialCdc, 'x:y')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await recall('lifted')).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });
    expect(await query(world.em(), 'select 1 from lot_recall')).toEqual([]);
  });

  it('is shown with the doses and children it touches before anything is done', async () => {
    const before = await uses();
    await child();
    await child();
    expect(await uses()).toEqual({ doses: before.doses + 2, persons: before.persons + 2 });
  });

  it('stopped: is not to be had at the clinic any more; doses given stand', async () => {
    const personId = await child();
    expect(await lotsAtHand()).toContain(lotId);
    const { id } = (await recall('stopped')).data.recallLot;
    await settle(id);
    expect(await lotsAtHand()).not.toContain(lotId);
    const next = world.announce({ birthDate: monthsAgo(2) });
    await world.hear();
    const refused = await recordIn(world, givenHere(next.personId, HEPATITIS_B));
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'lotNumber', reason: 'recalled' });
    expect((await evaluations(personId)).map((e) => e.clinicallyValid)).toEqual([true]);
    expect(await world.events('lot.recalled')).toMatchObject([
      { recallId: id, lotId, lotNumber: LOT, effect: 'stopped', recalledOn: TODAY },
    ]);
    await settle((await recall('lifted')).data.recallLot.id);
    expect(await lotsAtHand()).toContain(lotId);
  });

  it('void: its doses do not count, with the reason in words; the children are called, their guardians told, and it can be lifted', async () => {
    const personId = await child();
    world.bind('parent', personId);
    // J-13: the family of a child that died is told nothing any more.
    const late = await child();
    world.bind('mourning', late);
    world.announce({ personId: late, birthDate: monthsAgo(2), registrationState: 'dead', version: 2 });
    await world.hear();
    const toldOfChild = await coverageTold(personId);
    const toldBefore = (await world.events('notice.requested')).length;
    const { id } = (await recall('void')).data.recallLot;
    await settle(id);
    const { done, total, changed, told } = await progress(id);
    expect(done).toBe(total);
    expect(changed).toBe(total);
    expect(told).toBe(1);
    const [evaluation] = await evaluations(personId);
    expect(evaluation).toMatchObject({ clinicallyValid: false, reasons: [{ code: 'EXPIRED_LOT' }] });
    expect(evaluation?.reasons[0]?.doctorText).toContain('召回');
    // Whoever listens looks again, certificates among them; what coverage counts is the dose given, valid or not (S46).
    expect(await coverageTold(personId)).toBe(toldOfChild + 1);
    const coverage = (await world.events('coverage.changed')) as CoverageChanged[];
    expect(coverage.filter((e) => e.personId === personId).at(-1)?.cause).toBe('lot_recalled');
    const notices = (await world.events('notice.requested')).slice(toldBefore) as NoticeRequested[];
    expect(notices).toMatchObject([{ kind: 'lot_recalled', accountId: 'parent', subjectId: personId }]);
    const { params } = openNotice(world.stack.services.vaccines.keyring, notices[0]?.sealed ?? '');
    expect(params).toMatchObject({ name: expect.stringContaining('*'), vaccine: expect.stringContaining('乙') });

    const called = await list(id);
    expect(called.map((r) => r.person.id)).toContain(personId);
    expect(called.find((r) => r.person.id === personId)).toMatchObject({
      date: TODAY,
      clinic: { id: CLINIC },
      dueFrom: expect.any(String),
    });
    const file = await world.graph<{ recalledDosesFile: string }>(
      cdc,
      'query ($id: ID!) { recalledDosesFile(recallId: $id, division: "6301") }',
      { id },
    );
    const path = new URL(file.data.recalledDosesFile, 'http://x');
    const rows = await sheetRows(await world.stack.file('vaccines', path.pathname + path.search));
    expect(rows).toHaveLength(called.length + 1);
    expect(rows[0]?.[0]).toBe('姓名');

    await settle((await recall('lifted')).data.recallLot.id);
    expect((await evaluations(personId)).map((e) => e.clinicallyValid)).toEqual([true]);
  });

  it('goes on where it stopped: nobody is judged or told twice', async () => {
    const services = world.stack.services.vaccines;
    for (let i = 0; i < 3; i += 1) await child();
    const people = (await uses()).persons;
    // The order alone, as by a process that stopped at once.
    const { id } = (await recall('void')).data.recallLot;
    await settle(id);
    await query(
      world.em(),
      `update lot_recall set finished_at = null, done = 0, total = null, changed = 0,
         last_person = '00000000-0000-0000-0000-000000000000' where id = $1`,
      [id],
    );
    for (let i = 0; i < 50 && (await recallStep(services, 2)); i += 1);
    await settle(id);
    expect(await progress(id)).toMatchObject({ done: people, total: people });
    await settle((await recall('lifted')).data.recallLot.id);
  });
});

async function coverageTold(personId: string): Promise<number> {
  const events = (await world.events('coverage.changed')) as CoverageChanged[];
  return events.filter((e) => e.personId === personId).length;
}

async function uses(): Promise<{ doses: number; persons: number }> {
  const { data } = await world.graph<{ lotUse: { lot: { id: string }; doses: number; persons: number }[] }>(
    cdc,
    'query ($t: String!) { lotUse(text: $t) { lot { id } doses persons } }',
    { t: LOT.slice(0, 4) },
  );
  const use = data.lotUse.find((u) => u.lot.id === lotId);
  return { doses: use?.doses ?? -1, persons: use?.persons ?? -1 };
}

async function list(recallId: string) {
  const { data } = await world.graph<{
    recalledDoses: {
      nodes: { person: { id: string }; date: string; clinic: { id: string }; dueFrom: string | null }[];
    };
  }>(
    cdc,
    `query ($id: ID!) { recalledDoses(recallId: $id, division: "6301", first: 100) {
       nodes { person { id } date clinic { id } dueFrom } } }`,
    { id: recallId },
  );
  return data.recalledDoses.nodes;
}
