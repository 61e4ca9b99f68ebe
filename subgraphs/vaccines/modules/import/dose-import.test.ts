import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, query } from '@miaoben/kernel';
import { type OutputCell, writeSheets } from '@miaoben/kernel/sheets/writer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fromBooklet, monthsAgo, nurse, nurseElsewhere, recordIn, startWorld, type World } from '../../test-kit.ts';

const VIEW = `id state progress failure uploadUrl findingsUrl undoUntil counts { total ok warning error skipped committed undone }
  rows(first: 500) { nodes { number state choice candidates cells { column value } findings { column code message suggestion severity } } }`;
interface View {
  id: string;
  state: string;
  failure: string | null;
  uploadUrl: string | null;
  undoUntil: string | null;
  findingsUrl: string | null;
  counts: Record<string, number>;
  rows: {
    nodes: {
      number: number;
      state: string;
      choice: string | null;
      candidates: string[];
      findings: { column: string | null; code: string; message: string; suggestion: string | null; severity: string }[];
    }[];
  };
}

const HEADER = [
  '姓名',
  '身份证号',
  '出生日期',
  '疫苗名称',
  '接种日期',
  '批号',
  '接种单位',
  '剂次',
  '接种部位',
  '接种途径',
];
let world: World;
beforeAll(async () => {
  world = await startWorld(inject('adminUrl'));
});
afterAll(() => world.stop());

const start = async (size: number) =>
  (
    await world.graph<{ startDoseImport: View }>(
      nurse,
      `mutation ($c: ID!, $size: Int!) { startDoseImport(commandId: $c, fileName: "补录.xlsx", size: $size) { ${VIEW} } }`,
      { c: newId(), size },
    )
  ).data.startDoseImport;
const see = async (id: string, caller = nurse) =>
  (
    await world.graph<{ doseImport: View | null }>(caller, `query ($id: ID!) { doseImport(id: $id) { ${VIEW} } }`, {
      id,
    })
  ).data.doseImport;

async function upload(rows: OutputCell[][]): Promise<View> {
  const file = await buffer(
    writeSheets([{ name: '接种记录', columns: HEADER.map(() => ({})), rows: [HEADER, ...rows] }]),
  );
  const batch = await start(file.length);
  expect(batch.state).toBe('uploading');
  expect((await world.stack.file('vaccines', batch.uploadUrl!, file)).status).toBe(204);
  return settled(batch.id);
}
async function settled(id: string): Promise<View> {
  for (;;) {
    const view = (await see(id))!;
    if (!['uploading', 'reading', 'committing'].includes(view.state)) return view;
    await sleep(50);
  }
}
const edit = (importId: string, rows: unknown[]) =>
  world.graph<{ editDoseImportRows: View }>(
    nurse,
    `mutation ($c: ID!, $id: ID!, $rows: [ImportRowEditInput!]!) {
      editDoseImportRows(commandId: $c, importId: $id, rows: $rows) { ${VIEW} } }`,
    { c: newId(), id: importId, rows },
  );
async function commit(importId: string): Promise<View> {
  const { errors } = await world.graph(
    nurse,
    'mutation ($c: ID!, $id: ID!) { commitDoseImport(commandId: $c, importId: $id) { id } }',
    { c: newId(), id: importId },
  );
  expect(errors).toEqual([]);
  return settled(importId);
}
const findings = (view: View) =>
  Object.fromEntries(
    view.rows.nodes.map((r) => [r.number, r.findings.map((f) => `${f.column ?? '-'} ${f.code} ${f.severity}`)]),
  );

/** Excel's serial number of a day. */
const serial = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;

const BORN = monthsAgo(20);
const ID_NUMBER = '63012120250321004X';

describe('Q-11 historic doses from a spreadsheet', () => {
  it('shows per row what is wrong, takes corrections, writes the rest in one go, and hands the file back', async () => {
    const { personId } = world.announce({ name: '扎西卓玛', documentNumber: 'U123456789', birthDate: BORN });
    const twins = [1, 2].map(() => world.announce({ name: '马小花', birthDate: BORN }).personId);
    await recordIn(world, fromBooklet(personId, '0101', BORN));
    const doc = 'U123456789';
    const view = await upload([
      [
        '扎西卓玛',
        doc,
        null,
        '重组乙型肝炎疫苗（酿酒酵母）',
        serial(BORN),
        'B1',
        '妇幼保健院',
        1,
        '左上臂',
        '肌内注射',
      ],
      ['扎西卓玛', doc, null, '乙肝疫苗', monthsAgo(19), null, null, null, '上面', null],
      ['扎西卓玛', doc, null, '麻腮凤联合减毒疫苗', monthsAgo(12), null, null, null, null, null],
      ['扎西卓玛', doc, null, '0303', monthsAgo(21), null, null, null, null, null],
      ['扎西卓玛', doc, null, '0303', '2027-01-01', null, null, null, null, null],
      ['扎西卓玛', doc, null, '卡介苗', BORN, null, null, null, null, null],
      ['扎西卓玛', doc, null, '0402', monthsAgo(17), null, null, 3, null, null],
      ['扎西卓玛', doc, null, '0402', monthsAgo(17), null, null, null, null, null],
      ['不存在', null, BORN, '0202', monthsAgo(19), null, null, null, null, null],
      ['马小花', null, BORN, '0202', monthsAgo(19), null, null, null, null, null],
      ['李四', null, null, '0202', monthsAgo(19), null, null, null, null, null],
      ['卓玛', doc, BORN, '1201', monthsAgo(11), null, null, null, null, null],
      ['扎西卓玛', ID_NUMBER, null, '1201', monthsAgo(10), null, null, null, null, null],
    ]);
    expect(view.state).toBe('ready');
    expect(findings(view)).toEqual({
      2: [],
      3: ['site unknown_code warning', 'vaccine unknown_code warning'],
      4: ['vaccine unknown_code error'],
      5: ['date date_before_birth error'],
      6: ['date date_in_future error'],
      7: ['- duplicate error'],
      8: ['doseNumber no_match warning'],
      9: ['- duplicate_in_file error', '- duplicate_in_file error'],
      10: ['name no_match error'],
      11: ['name possible_duplicate error'],
      12: ['documentNumber required error'],
      13: ['name no_match warning'],
      14: ['documentNumber check_digit error'],
    });
    expect(view.rows.nodes[2]!.findings[0]!.suggestion).toBe('麻腮风联合减毒活疫苗');
    expect(view.rows.nodes[9]!.candidates).toEqual(twins.toSorted());

    const edited = await edit(view.id, [
      { number: 4, cells: [{ column: 'vaccine', value: '麻腮风联合减毒活疫苗' }] },
      { number: 9, skip: true },
      { number: 11, choice: twins[1] },
    ]);
    expect(edited.errors).toEqual([]);
    expect(findings(edited.data.editDoseImportRows)[4]).toEqual([]);
    expect(findings(edited.data.editDoseImportRows)[11]).toEqual([]);

    const done = await commit(view.id);
    expect(done.state).toBe('committed');
    expect(done.counts).toMatchObject({ committed: 6, skipped: 1, error: 6 });
    const written = await query<{ vaccine: string; given_on: string }>(
      world.em(),
      `select vaccine, given_on, lot_number, clinic_name, site, route, source, recorded_by from dose
       where person_id = any($1::uuid[]) and source = 'import' order by given_on, vaccine`,
      [[personId, ...twins]],
    );
    expect(written[0]).toEqual({
      vaccine: '0202',
      given_on: BORN,
      lot_number: 'B1',
      clinic_name: '妇幼保健院',
      site: 'left_upper_arm',
      route: 'IM',
      source: 'import',
      recorded_by: 'nurse',
    });
    expect(written).toHaveLength(6);
    const due = await query(world.em(), `select dose from due_item where person_id = $1 and series = 'MMR'`, [
      personId,
    ]);
    expect(due).toEqual([{ dose: 2 }]);
    const coverage = (await world.events('coverage.changed')).filter((e) => 'personId' in e && e.personId === personId);
    expect(coverage.at(-1)).toMatchObject({
      slots: expect.arrayContaining([expect.objectContaining({ slot: 'DTaP-1' })]),
    });

    const file = await world.stack.file('vaccines', done.findingsUrl!);
    expect([
      file.status,
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ]).toEqual([200, 'PK']);
  });

  it('is seen by the own clinic only, and finds no child of another area', async () => {
    world.announce({ name: '王小二', birthDate: BORN, divisionCode: '630203001' });
    const view = await upload([['王小二', null, BORN, '0202', monthsAgo(19), null, null, null, null, null]]);
    expect(findings(view)).toEqual({ 2: ['name no_match error'] });
    expect(await see(view.id, nurseElsewhere)).toBeNull();
    const template = await world.graph<{ doseTemplateUrl: string }>(nurse, '{ doseTemplateUrl }');
    const file = await world.stack.file('vaccines', template.data.doseTemplateUrl);
    expect(file.status).toBe(200);
  });

  it('a dose recorded between preview and commit stops the whole file, and says which row', async () => {
    const { personId } = world.announce({ name: '韩梅', birthDate: BORN });
    const row = (vaccine: string) => ['韩梅', null, BORN, vaccine, monthsAgo(15), null, null, null, null, null];
    const view = await upload([row('0202'), row('0303')]);
    expect(view.counts).toMatchObject({ ok: 2 });
    await recordIn(world, fromBooklet(personId, '0303', monthsAgo(15)));
    const after = await commit(view.id);
    expect(after.state).not.toBe('committed');
    expect(findings(after)[3]).toEqual(['- duplicate error']);
    expect(
      await query(world.em(), `select 1 from dose where person_id = $1 and source = 'import'`, [personId]),
    ).toHaveLength(0);
    const again = await commit(view.id);
    expect(again.counts).toMatchObject({ committed: 1, error: 1 });
  });

  it('Q-11 takes a whole import back within 24 hours; a dose that was voided since stays with its reason', async () => {
    const { personId } = world.announce({ name: '马晓云', birthDate: BORN });
    const row = (vaccine: string, date: string) => ['马晓云', null, BORN, vaccine, date, null, null, null, null, null];
    const view = await upload([row('0202', monthsAgo(15)), row('0303', monthsAgo(14)), row('0303', monthsAgo(2))]);
    const done = await commit(view.id);
    expect(done.counts).toMatchObject({ committed: 3, undone: 0 });
    expect(done.undoUntil).not.toBeNull();
    const [first] = await query<{ dose_id: string; birth_date: string }>(
      world.em(),
      `select dose_id, birth_date from dose where person_id = $1 and vaccine = '0202'`,
      [personId],
    );
    await query(
      world.em(),
      `update dose set state = 'voided', void_reason = '录错' where person_id = $1 and dose_id = $2`,
      [personId, first!.dose_id],
    );
    const undo = (caller = nurse) =>
      world.graph<{ undoDoseImport: View }>(
        caller,
        `mutation ($c: ID!, $id: ID!) { undoDoseImport(commandId: $c, importId: $id) { ${VIEW} } }`,
        { c: newId(), id: view.id },
      );
    expect((await undo(nurseElsewhere)).errors[0]!.extensions.code).toBe('NOT_FOUND');
    const { data, errors } = await undo();
    expect(errors).toEqual([]);
    expect(data.undoDoseImport).toMatchObject({
      state: 'undone',
      undoUntil: null,
      counts: { committed: 1, undone: 2 },
    });
    const kept = data.undoDoseImport.rows.nodes.find((r) => r.state === 'committed');
    expect([kept?.number, kept?.findings.at(-1)?.message]).toEqual([2, '该剂次在导入后已作废，保持现状']);
    const doses = await query(
      world.em(),
      'select vaccine, state, void_reason from dose where person_id = $1 order by given_on',
      [personId],
    );
    expect(doses).toEqual([
      { vaccine: '0202', state: 'voided', void_reason: '录错' },
      { vaccine: '0303', state: 'voided', void_reason: '撤销批量导入' },
      { vaccine: '0303', state: 'voided', void_reason: '撤销批量导入' },
    ]);
    const due = await query(world.em(), `select dose from due_item where person_id = $1 and series = 'DTaP'`, [
      personId,
    ]);
    expect(due).toEqual([{ dose: 1 }]);
    expect((await undo()).errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'wrong_state' });

    // A row nobody knows the dose of is not told as taken back: its dose stands.
    const unlinked = await commit((await upload([row('0303', monthsAgo(12))])).id);
    await query(world.em(), 'delete from imported_dose where batch_id = $1', [unlinked.id]);
    const stays = await world.graph<{ undoDoseImport: View }>(
      nurse,
      `mutation ($c: ID!, $id: ID!) { undoDoseImport(commandId: $c, importId: $id) { ${VIEW} } }`,
      { c: newId(), id: unlinked.id },
    );
    expect(stays.data.undoDoseImport.counts).toMatchObject({ committed: 1, undone: 0 });
    expect(stays.data.undoDoseImport.rows.nodes[0]?.findings.at(-1)?.message).toMatch(/未撤销/);
    const standing = `select 1 from dose where person_id = $1 and given_on = $2 and state = 'given'`;
    expect(await query(world.em(), standing, [personId, monthsAgo(12)])).toHaveLength(1);

    const late = await commit((await upload([row('0303', monthsAgo(13))])).id);
    await query(world.em(), `update import_batch set committed_at = now() - interval '25 hours' where id = $1`, [
      late.id,
    ]);
    const refused = await world.graph(
      nurse,
      'mutation ($c: ID!, $id: ID!) { undoDoseImport(commandId: $c, importId: $id) { id } }',
      { c: newId(), id: late.id },
    );
    expect(refused.errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', reason: 'expired' });
  });
});
