import { newId, query } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  CLINIC,
  fromBooklet,
  givenHere,
  LOT,
  monthsAgo,
  nurse,
  nurseElsewhere,
  OLD_LOT,
  partner,
  productOf,
  RECORD,
  recordIn,
  startWorld,
  TODAY,
  type World,
} from '../../test-kit.ts';

const HEPB = '0202';
const IPV = '0303';
const MMR = '1201';

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'), [HEPB, IPV, MMR, '0101']);
});
afterAll(() => world.stop());

const onHand = async (productId: string): Promise<number> => {
  const [row] = await query<{ doses_on_hand: number }>(
    world.em(),
    'select doses_on_hand from stock_on_hand where organisation_id = $1 and product_id = $2 and lot_number = $3',
    [CLINIC, productId, LOT],
  );
  return row!.doses_on_hand;
};

describe('a nurse gives a dose', () => {
  it('Q-18 keeps product, lot, trace code, site, route and who gave it, and takes the dose from stock', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(0, 3) });
    const before = await onHand(productOf(HEPB));
    const trace = '81001234567890123456';
    const { data, errors } = await recordIn(world, givenHere(personId, HEPB, { traceCode: trace }));
    expect(errors).toEqual([]);
    const { dose, warnings, conflict } = data.recordDose;
    expect(conflict).toBe(false);
    expect(warnings).toEqual([]);
    expect(dose).toMatchObject({
      date: TODAY,
      state: 'given',
      source: 'clinic',
      lotNumber: LOT,
      traceCode: trace,
      site: 'left_upper_arm',
      route: 'IM',
      doseNumber: 1,
      reviewed: true,
      vaccine: { code: HEPB },
      product: { id: productOf(HEPB) },
      clinic: { id: CLINIC },
      vaccinator: { id: 'nurse' },
      lot: { dosesOnHand: before - 1 },
      evaluations: [{ series: 'HepB', doseNumber: 1, clinicallyValid: true, countedForCoverage: true, reasons: [] }],
    });
    expect(await onHand(productOf(HEPB))).toBe(before - 1);
  });

  it('H-19 starts the observation with the minutes of the clinic, 30 unless set', async () => {
    const { personId } = world.announce();
    const first = await recordIn(world, givenHere(personId, HEPB));
    const { startedAt, endsAt, endedAt, minutes } = first.data.recordDose.dose.observation!;
    expect([minutes, endedAt]).toEqual([30, null]);
    expect(Date.parse(endsAt) - Date.parse(startedAt)).toBe(30 * 60_000);

    const set = `mutation ($c: ID!, $m: Int!) { setObservationMinutes(commandId: $c, minutes: $m) { observationMinutes } }`;
    expect((await world.graph(nurse, set, { c: newId(), m: 45 })).data).toEqual({
      setObservationMinutes: { observationMinutes: 45 },
    });
    const second = await recordIn(world, givenHere(world.announce().personId, HEPB));
    expect(second.data.recordDose.dose.observation!.minutes).toBe(45);
    for (const m of [4, 121]) {
      const refused = await world.graph(nurse, set, { c: newId(), m });
      expect(refused.errors[0]!.extensions).toMatchObject({
        code: 'BAD_INPUT',
        field: 'minutes',
        reason: 'out_of_range',
      });
    }
    await world.graph(nurse, set, { c: newId(), m: 30 });
  });

  it('tells the other subgraphs the dose and what is counted now, in the same transaction', async () => {
    const { personId, birthDate } = world.announce({ birthDate: monthsAgo(0, 2) });
    const input = givenHere(personId, HEPB);
    await recordIn(world, input);
    const doses = await world.events('dose.changed');
    expect(doses.at(-1)).toEqual({
      type: 'dose.changed',
      doseId: input.doseId,
      personId,
      birthDate,
      date: TODAY,
      vaccine: HEPB,
      state: 'given',
      clinicId: CLINIC,
      lot: 'VP035:L202601',
      lotExpiresOn: '2028-01-31',
    });
    const coverage = (await world.events('coverage.changed')).filter((e) => 'personId' in e && e.personId === personId);
    expect(coverage.at(-1)).toMatchObject({ slots: [{ slot: 'HepB-1', date: TODAY, timely: false }] });
  });

  it('Q-18 says of each record what it lacks', async () => {
    const { personId } = world.announce();
    const whole = await recordIn(world, givenHere(personId, HEPB, { traceCode: '81000112345678907777' }));
    const bare = await recordIn(world, fromBooklet(personId, '0101', monthsAgo(5)));
    const lacks = async (id: string) =>
      (
        await world.graph<{ dose: { missingFields: string[] } }>(
          nurse,
          'query ($id: ID!) { dose(id: $id) { missingFields } }',
          { id },
        )
      ).data.dose.missingFields;
    expect(await lacks(whole.data.recordDose.dose.id)).toEqual([]);
    expect(await lacks(bare.data.recordDose.dose.id)).toEqual(['product', 'lot', 'site', 'route', 'trace_code']);
  });

  it('gives the same outcome when the command comes twice, and one row', async () => {
    const { personId } = world.announce();
    const [commandId, input] = [newId(), givenHere(personId, HEPB)];
    const first = await recordIn(world, input, nurse, commandId);
    const again = await recordIn(world, input, nurse, commandId);
    expect(again.data).toEqual(first.data);
    const rows = await query(world.em(), 'select 1 from dose where person_id = $1', [personId]);
    expect(rows).toHaveLength(1);

    const other = await recordIn(world, { ...input, doseId: newId() }, nurse, commandId);
    expect(other.errors[0]!.extensions.code).toBe('COMMAND_REUSED');
    const sameDose = await recordIn(world, input);
    expect(sameDose.errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', field: 'doseId', reason: 'duplicate' });
  });

  it('Q-21 says when the first dose of a multi-dose vial is taken, and only then', async () => {
    const vial = productOf('0101', true);
    const give = async () => {
      const { personId } = world.announce({ birthDate: monthsAgo(0, 1) });
      const answer = await recordIn(
        world,
        givenHere(personId, '0101', { productId: vial, traceCode: '81000112345678901234', route: 'ID' }),
      );
      return answer.data.recordDose.warnings.map((w) => w.code);
    };
    expect(await give()).toEqual(['VIAL_OPENED']);
    expect(await give()).toEqual([]);
  });

  it('warns when the code of a single-dose vial was used for somebody else, and when the dose is too small', async () => {
    const traceCode = '81000298765432109876';
    const give = async (changes = {}) => {
      const { personId } = world.announce();
      const answer = await recordIn(world, givenHere(personId, HEPB, { traceCode, ...changes }));
      return answer.data.recordDose.warnings.map((w) => w.code);
    };
    expect(await give()).toEqual([]);
    expect(await give()).toEqual(['TRACE_CODE_USED']);
    expect(await give({ traceCode: null, volumeMl: 0.01, overrideReason: '哭闹吐出' })).toEqual(['DOSE_TOO_SMALL']);
  });

  it('books below zero with an alarm, not a refusal', async () => {
    const productId = productOf(IPV);
    await query(world.em(), 'update stock_on_hand set doses_on_hand = 0 where product_id = $1', [productId]);
    const { personId } = world.announce();
    const input = givenHere(personId, IPV);
    const { data } = await recordIn(world, input);
    expect(data.recordDose.dose.lot!.dosesOnHand).toBe(-1);
    const [line] = await query<{ detail: unknown }>(world.em(), 'select detail from audit_line where subject = $1', [
      input.doseId,
    ]);
    expect(line!.detail).toEqual({ stock: -1 });
  });
});

describe('what is wrong with an entry is named by field', () => {
  it.each([
    [{ date: '2026-11-22' }, 'date', 'date_in_future'],
    [{ date: '2020-01-01' }, 'date', 'date_before_birth'],
    [{ vaccineCode: '9999' }, 'vaccineCode', 'unknown_code'],
    [{ productId: 'VP999' }, 'productId', 'unknown_code'],
    [{ productId: productOf(MMR) }, 'productId', 'not_for_vaccine'],
    [{ productId: null }, 'productId', 'required'],
    [{ lotNumber: ' ' }, 'lotNumber', 'required'],
    [{ lotNumber: 'NO-SUCH-LOT' }, 'lotNumber', 'unknown_code'],
    [{ lotNumber: OLD_LOT }, 'lotNumber', 'expired'],
    [{ lotNumber: 'x'.repeat(41) }, 'lotNumber', 'too_long'],
    [{ lotNumber: 'L\u202E1' }, 'lotNumber', 'suspicious_characters'],
    [{ site: null }, 'site', 'required'],
    [{ route: null }, 'route', 'required'],
    [{ traceCode: '123' }, 'traceCode', 'format'],
    [{ volumeMl: 0 }, 'volumeMl', 'out_of_range'],
    [{ doseId: '4f3d1f2e-0000-4000-8000-000000000000' }, 'doseId', 'format'],
  ])('Q-18 %j', async (changes, field, reason) => {
    const { personId } = world.announce();
    const { errors } = await recordIn(world, givenHere(personId, HEPB, changes));
    expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('folds full-width text before it is looked at', async () => {
    const { personId } = world.announce();
    const { data } = await recordIn(world, givenHere(personId, HEPB, { lotNumber: ' Ｌ２０２６０１ ' }));
    expect(data.recordDose.dose.lotNumber).toBe(LOT);
  });
});

describe('the engine advises, it does not forbid', () => {
  it('Q-19 asks for a reason when a dose about to be given is too early, and keeps dose and reason', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(3) });
    const early = givenHere(personId, MMR, { route: 'SC' });
    const refused = await recordIn(world, early);
    expect(refused.errors[0]!.extensions).toMatchObject({
      code: 'BAD_INPUT',
      field: 'overrideReason',
      reason: 'required',
      reasons: [{ code: 'TOO_YOUNG', text: expect.stringMatching(/./), doctorText: expect.stringMatching(/./) }],
    });
    const { data } = await recordIn(world, { ...early, overrideReason: '暴发应急接种' });
    expect(data.recordDose.warnings.map((w) => w.code)).toEqual(['TOO_YOUNG']);
    expect(data.recordDose.dose).toMatchObject({
      overrideReason: '暴发应急接种',
      evaluations: [{ series: 'MMR', clinicallyValid: false, reasons: [{ code: 'TOO_YOUNG' }] }],
    });
  });

  it('keeps a dose given off line with warnings only, even with an expired lot', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(3) });
    const recordedAt = new Date(world.stack.services.vaccines.clock.now().getTime() - 11 * 60_000).toISOString();
    const { data } = await recordIn(world, givenHere(personId, MMR, { recordedAt, lotNumber: OLD_LOT }));
    expect(data.recordDose.warnings.map((w) => w.code)).toEqual(['EXPIRED_LOT', 'TOO_YOUNG']);
    expect(data.recordDose.dose).toMatchObject({
      source: 'clinic',
      clinic: { id: CLINIC },
      observation: { minutes: 30 },
    });
  });

  it('keeps a dose from an old booklet without product, lot, site or reason, and starts no observation', async () => {
    const { personId } = world.announce({ birthDate: monthsAgo(12) });
    const input = fromBooklet(personId, MMR, monthsAgo(9), { clinicName: '外地接种门诊' });
    const { data } = await recordIn(world, input);
    expect(data.recordDose.warnings.map((w) => w.code)).toEqual(['TOO_YOUNG']);
    expect(data.recordDose.dose).toMatchObject({
      source: 'outside',
      clinic: null,
      clinicName: '外地接种门诊',
      vaccinator: null,
      observation: null,
    });
  });

  it('takes a device clock that runs ahead for now', async () => {
    const { personId } = world.announce();
    const recordedAt = new Date(world.stack.services.vaccines.clock.now().getTime() + 3_600_000).toISOString();
    const { data } = await recordIn(world, givenHere(personId, HEPB, { recordedAt }));
    const started = Date.parse(data.recordDose.dose.observation!.startedAt);
    expect(started).toBeLessThanOrEqual(world.stack.services.vaccines.clock.now().getTime());
  });
});

describe('a dose recorded twice is kept and flagged', () => {
  it('design 7: both records wait for review, whichever product was named', async () => {
    const { personId } = world.announce();
    const first = await recordIn(world, givenHere(personId, HEPB));
    const second = await recordIn(world, fromBooklet(personId, '0201', TODAY));
    expect(second.data.recordDose.conflict).toBe(true);
    expect(second.data.recordDose.warnings.map((w) => w.code)).toContain('SAME_DAY_RECORD');
    expect(second.data.recordDose.dose).toMatchObject({
      reviewed: false,
      conflictsWith: [{ id: first.data.recordDose.dose.id }],
    });
    const list = await world.graph<{ dosesToReview: { nodes: { id: string }[] } }>(
      nurse,
      '{ dosesToReview { nodes { id conflictsWith { id } } pageInfo { hasNextPage } } }',
    );
    const ids = list.data.dosesToReview.nodes.map((d) => d.id);
    expect(ids).toEqual(expect.arrayContaining([first.data.recordDose.dose.id, second.data.recordDose.dose.id]));
  });

  it('two devices that come back at the same moment: nothing lost, both flagged', async () => {
    const { personId } = world.announce();
    await world.hear();
    const recordedAt = new Date(world.stack.services.vaccines.clock.now().getTime() - 3_600_000).toISOString();
    const answers = await Promise.all([1, 2].map(() => recordIn(world, givenHere(personId, HEPB, { recordedAt }))));
    expect(answers.map((a) => a.data.recordDose.conflict).sort()).toEqual([false, true]);
    const rows = await query<{ reviewed: boolean }>(world.em(), 'select reviewed from dose where person_id = $1', [
      personId,
    ]);
    expect(rows).toEqual([{ reviewed: false }, { reviewed: false }]);
  });
});

describe('who may record', () => {
  it('partner: inside her grant, as source partner, without stock or observation', async () => {
    const { personId } = world.announce();
    const { data } = await recordIn(world, { ...givenHere(personId, HEPB), clinicName: '伙伴门诊' }, partner);
    expect(data.recordDose.dose).toMatchObject({
      source: 'partner',
      clinic: null,
      clinicName: '伙伴门诊',
      observation: null,
    });
  });

  it('a person outside the area answers as one that is not there', async () => {
    const { personId } = world.announce();
    await world.hear();
    const foreign = await recordIn(world, givenHere(personId, HEPB), nurseElsewhere);
    const absent = await recordIn(world, givenHere(newId(), HEPB), nurseElsewhere);
    expect(foreign.errors).toEqual(absent.errors);
    expect(foreign.errors[0]!.extensions).toEqual({ code: 'FORBIDDEN' });
  });

  it('a person people announced a moment ago is asked for before the answer is no', async () => {
    const { personId } = world.announce();
    expect((await recordIn(world, givenHere(personId, HEPB))).errors).toEqual([]);
  });

  it('a command must be a UUIDv7', async () => {
    const { personId } = world.announce();
    const answer = await world.graph(nurse, RECORD, { commandId: 'x', input: givenHere(personId, HEPB) });
    expect(answer.errors[0]!.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'commandId', reason: 'format' });
  });
});

describe('many devices at once', () => {
  it('does not let records of people nobody has heard of wait for each other', async () => {
    const { personId } = world.announce();
    const started = Date.now();
    const answers = await Promise.all([
      ...Array.from({ length: 15 }, () => recordIn(world, givenHere(newId(), HEPB))),
      recordIn(world, givenHere(personId, HEPB)),
    ]);
    expect(Date.now() - started).toBeLessThan(15_000);
    expect(answers.pop()?.errors).toEqual([]);
    for (const { errors } of answers) expect(errors[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
  });
});
