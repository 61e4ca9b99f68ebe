import { newId, query } from '@miaoben/kernel';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  CLINIC,
  cdc,
  fromBooklet,
  inspector,
  monthsAgo,
  nurse,
  nurseElsewhere,
  parent,
  partner,
  recordIn,
  startWorld,
  type World,
} from '../../test-kit.ts';

const COPY = `carrier number inUse state parts fileChanged
  rows { row dose { id state } printedBy { id } } unprinted { id } printings { doses reason printedBy { id } clinic { id } }`;
const PRINT = `mutation ($c: ID!, $i: RecordPaperPrintInput!) { recordPaperPrint(commandId: $c, input: $i) { ${COPY} } }`;
const PERSON = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { paperCopies { ${COPY} } } } }`;
const VOID = 'mutation ($c: ID!, $id: ID!) { voidDose(commandId: $c, doseId: $id, reason: "录到了别人名下") { id } }';
const ALL = ['particulars', 'name', 'unit_name', 'unit_phone'];

interface Copy {
  carrier: string;
  number: string | null;
  inUse: boolean;
  state: string;
  parts: string[];
  fileChanged: boolean;
  rows: { row: number; dose: { id: string; state: string } | null; printedBy: { id: string } }[];
  unprinted: { id: string }[];
  printings: { doses: number; reason: string | null; printedBy: { id: string }; clinic: { id: string } | null }[];
}

let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const print = (i: Record<string, unknown>, caller = nurse, c = newId()) =>
  world.graph<{ recordPaperPrint: Copy[] }>(caller, PRINT, {
    c,
    i: { carrier: 'booklet', parts: [], doses: [], personVersion: 1, ...i },
  });
const printed = async (i: Record<string, unknown>) => {
  const { data, errors } = await print(i);
  expect(errors).toEqual([]);
  return data.recordPaperPrint;
};
const refused = async (i: Record<string, unknown>, caller = nurse) =>
  (await print(i, caller)).errors?.map((e) => e.extensions as Record<string, unknown>);
const copies = async (id: string, caller = nurse) =>
  (
    await world.graph<{ _entities: { paperCopies: Copy[] }[] }>(caller, PERSON, {
      r: [{ __typename: 'Person', id }],
    })
  ).data._entities[0]!.paperCopies;
let serial = 0;
const someNumber = () => `QH${String(++serial).padStart(8, '0')}`;

/** A child with doses of hepatitis B, BCG and polio. */
async function child(): Promise<{ personId: string; doses: string[] }> {
  const { personId } = world.announce({ birthDate: monthsAgo(6) });
  const doses: string[] = [];
  for (const [vaccine, months] of [
    ['0202', 6],
    ['0101', 6],
    ['0303', 4],
  ] as const) {
    doses.push((await recordIn(world, fromBooklet(personId, vaccine, monthsAgo(months)))).data.recordDose.dose.id);
  }
  return { personId, doses };
}

describe('Q-60 card and certificate agree', () => {
  it('a file has no paper until it is printed, then one that is incomplete until all of it stands there', async () => {
    const { personId, doses } = await child();
    const number = someNumber();
    expect(await copies(personId)).toEqual([]);
    const [first] = await printed({
      personId,
      number: ` ${number.toLowerCase()} `,
      parts: ALL,
      doses: [
        { doseId: doses[0], row: 1 },
        { doseId: doses[1], row: 4 },
      ],
    });
    expect(first).toEqual({
      carrier: 'booklet',
      number,
      inUse: true,
      state: 'incomplete',
      parts: ALL,
      fileChanged: false,
      rows: [
        { row: 1, dose: { id: doses[0], state: 'given' }, printedBy: { id: 'nurse' } },
        { row: 4, dose: { id: doses[1], state: 'given' }, printedBy: { id: 'nurse' } },
      ],
      unprinted: [{ id: doses[2] }],
      printings: [{ doses: 2, reason: null, printedBy: { id: 'nurse' }, clinic: { id: CLINIC } }],
    });
    // 续打: only what is not there yet.
    const [second] = await printed({ personId, number, doses: [{ doseId: doses[2], row: 5 }] });
    expect(second).toMatchObject({ state: 'agrees', unprinted: [], printings: [{ doses: 1 }, { doses: 2 }] });
    expect(second!.rows.map((r) => r.row)).toEqual([1, 4, 5]);
  });

  it('the unit, the CDC and the inspector see it; family, partner and other areas do not', async () => {
    const { personId } = await child();
    world.bind(parent.account!, personId);
    const number = someNumber();
    await printed({ personId, number, parts: ['particulars'] });
    for (const caller of [nurse, cdc]) expect((await copies(personId, caller)).map((c) => c.number)).toEqual([number]);
    const [masked] = await copies(personId, inspector);
    expect(masked).toMatchObject({ state: 'incomplete', number: expect.stringMatching(/^QH.*\*\*/) });
    const asked = { r: [{ __typename: 'Person', id: personId }] };
    for (const caller of [parent, partner]) {
      expect((await world.graph(caller, PERSON, asked)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await world.graph<{ _entities: unknown[] }>(nurseElsewhere, PERSON, asked)).data._entities).toEqual([null]);
    expect(await refused({ personId, number: someNumber(), parts: ['name'] }, nurseElsewhere)).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect(await refused({ personId, number: someNumber(), parts: ['name'] }, cdc)).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
  });

  it('a printed dose that is voided makes the paper differ; a changed file asks for a look', async () => {
    const { personId, doses } = await child();
    const number = someNumber();
    const rows = doses.map((doseId, i) => ({ doseId, row: i + 1 }));
    expect((await printed({ personId, number, parts: ALL, doses: rows }))[0]!.state).toBe('agrees');
    await world.graph(nurse, VOID, { c: newId(), id: doses[1] });
    const [copy] = await copies(personId);
    expect(copy!.state).toBe('differs');
    expect(copy!.rows.map((r) => r.dose?.state)).toEqual(['given', 'voided', 'given']);
    expect(await refused({ personId, number, doses: [{ doseId: doses[1], row: 9 }] })).toMatchObject([
      { code: 'CONFLICT', field: 'doses', reason: 'wrong_state' },
    ]);

    expect(copy!.fileChanged).toBe(false);
    world.announce({ personId, birthDate: monthsAgo(6), version: 2 });
    await world.hear();
    expect((await copies(personId))[0]!.fileChanged).toBe(true);
    const again = { personId, number, parts: ALL, personVersion: 2, reason: '姓名更正' };
    expect((await printed(again))[0]!.fileChanged).toBe(false);
  });

  it('printing something again needs a reason, and so does a new booklet; the earlier one stays readable', async () => {
    const { personId, doses } = await child();
    const [number, replacement] = [someNumber(), someNumber()];
    const row = { doseId: doses[0], row: 1 };
    await printed({ personId, number, parts: ['particulars'], doses: [row] });
    const required = [{ code: 'BAD_INPUT', field: 'reason', reason: 'required' }];
    expect(await refused({ personId, number, doses: [row] })).toMatchObject(required);
    expect(await refused({ personId, number, parts: ['particulars'] })).toMatchObject(required);
    expect(await refused({ personId, number: replacement, doses: [row] })).toMatchObject(required);
    const [again] = await printed({ personId, number, doses: [row], reason: '字迹不清' });
    expect(again!.printings.map((p) => p.reason)).toEqual(['字迹不清', null]);
    const lost = await printed({ personId, number: replacement, doses: [row], reason: '原证遗失，补证' });
    expect(lost.map((c) => [c.number, c.inUse, c.rows.length])).toEqual([
      [replacement, true, 1],
      [number, false, 1],
    ]);
  });

  it('a number belongs to one file, a row to one dose', async () => {
    const [one, other] = [await child(), await child()];
    const number = someNumber();
    await printed({ personId: one.personId, number, doses: [{ doseId: one.doses[0], row: 1 }] });
    expect(await refused({ personId: other.personId, number, parts: ['name'] })).toMatchObject([
      { code: 'CONFLICT', field: 'number', reason: 'duplicate' },
    ]);
    expect(await refused({ personId: one.personId, number, doses: [{ doseId: one.doses[1], row: 1 }] })).toMatchObject([
      { code: 'CONFLICT', field: 'row', reason: 'wrong_state' },
    ]);
    // A dose of another child is none of this one's.
    expect(
      await refused({ personId: one.personId, number, doses: [{ doseId: other.doses[0], row: 2 }] }),
    ).toMatchObject([{ code: 'CONFLICT', field: 'doses', reason: 'wrong_state' }]);
  });

  it('goes with the file when it is merged, and back', async () => {
    const [kept, merged] = [await child(), await child()];
    const number = someNumber();
    await printed({ personId: merged.personId, number, parts: ALL, doses: [{ doseId: merged.doses[0], row: 1 }] });
    const tell = async (survivorId: string | null, version: number) => {
      world.publish({ type: 'person.merged', personId: merged.personId, survivorId, version });
      await world.hear();
    };
    await tell(kept.personId, 1);
    const [copy] = await copies(kept.personId);
    expect(copy).toMatchObject({ number, state: 'incomplete', fileChanged: true });
    expect(copy!.rows.map((r) => [r.row, r.dose?.state])).toEqual([[1, 'given']]);
    await tell(null, 2);
    expect(await copies(kept.personId)).toEqual([]);
    expect((await copies(merged.personId))[0]!.rows.length).toBe(1);
  });
});

describe('S-14 print of card and certificate', () => {
  it('what is left out for a second print is known: name, unit and its phone one by one', async () => {
    const { personId } = await child();
    const number = someNumber();
    const [first] = await printed({ personId, number, parts: ['particulars'] });
    expect(first!.parts).toEqual(['particulars']);
    const [second] = await printed({ personId, number, parts: ['unit_phone', 'name'] });
    expect(second!.parts).toEqual(['particulars', 'name', 'unit_phone']);
  });

  it('the card has no number and a state of its own', async () => {
    const { personId, doses } = await child();
    await printed({ personId, number: someNumber(), parts: ALL });
    const both = await printed({ personId, carrier: 'card', doses: [{ doseId: doses[2], row: 7 }] });
    expect(both.map((c) => [c.carrier, c.number === null, c.rows.length])).toEqual([
      ['booklet', false, 0],
      ['card', true, 1],
    ]);
    expect(await refused({ personId, carrier: 'card', number: someNumber(), parts: ['name'] })).toMatchObject([
      { field: 'number', reason: 'format' },
    ]);
  });

  it('refuses what cannot be, says why, and keeps no trace of it', async () => {
    const { personId, doses } = await child();
    const number = someNumber();
    const row = { doseId: doses[0], row: 1 };
    for (const [input, field, reason] of [
      [{ number: '', doses: [row] }, 'number', 'required'],
      [{ number: '证1', doses: [row] }, 'number', 'format'],
      [{ number }, 'doses', 'required'],
      [{ number, doses: [row, row] }, 'doses', 'duplicate'],
      [{ number, doses: [{ ...row, row: 0 }] }, 'row', 'out_of_range'],
      [{ number, doses: [row], personVersion: 0 }, 'personVersion', 'out_of_range'],
    ] as const) {
      expect(await refused({ personId, ...input })).toMatchObject([{ code: 'BAD_INPUT', field, reason }]);
    }
    expect(await copies(personId)).toEqual([]);
  });

  it('is recorded once and leaves one audit line without the number', async () => {
    const { personId, doses } = await child();
    const number = someNumber();
    const [c, i] = [newId(), { personId, number, doses: [{ doseId: doses[0], row: 1 }] }];
    for (let n = 0; n < 2; n++) expect((await print(i, nurse, c)).data.recordPaperPrint[0]!.printings.length).toBe(1);
    const lines = await query<{ line: string }>(
      world.em(),
      `select to_jsonb(a)::text as line from audit_line a where operation = 'Mutation.recordPaperPrint'
         and subject in (select id::text from paper_printing where person_id = $1)`,
      [personId],
    );
    expect(lines.length).toBe(1);
    expect(lines[0]!.line).not.toContain(number);
  });
});
