import { type ClassListContent, fromBase64url, verifyClassList } from '@miaoben/credential';
import { type Em, newId, query } from '@miaoben/kernel';
import { type OutputCell, writeSheets } from '@miaoben/kernel/sheets/writer';
import type { DivisionsChanged } from '@miaoben/schema';
import { rosterRows } from '@miaoben/seeds/demo/demo';
import { DEMO_CLINICS, DEMO_SCHOOLS } from '@miaoben/seeds/demo/organisations';
import { type CertificatesWorld, startCertificatesWorld, TODAY } from '@miaoben/tests/support/certificates-world';
import type { Caller } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { followDivisions } from './modules/organisation/division-follow.ts';
import { markOverdue } from './modules/school-pupil/pupil-overdue.ts';
import { currentLists } from './modules/trust/trust.verifier.ts';

let world: CertificatesWorld;
let checker: Caller;
let otherSchool: Caller;
let cdc: Caller;
let nurse: Caller;
let nurseElsewhere: Caller;
beforeAll(async () => {
  world = await startCertificatesWorld(inject('adminUrl'));
  const at = (role: Caller['role'], code: string, account: string, divisions: string[] = []): Caller => ({
    role,
    account,
    organisation: world.organisation(code),
    divisions,
  });
  checker = at('school_checker', DEMO_SCHOOLS.primary, 'checker');
  otherSchool = at('school_checker', DEMO_SCHOOLS.central, 'other-checker');
  nurse = at('vaccinator', DEMO_CLINICS.qiaotou, 'nurse', ['630121100']);
  nurseElsewhere = at('vaccinator', DEMO_CLINICS.shuobei, 'nurse-elsewhere', ['630121210']);
  cdc = { role: 'cdc', account: 'cdc', divisions: ['630121'] };
});
afterAll(() => world?.stop());

const HEADER = ['序号', '姓名', '性别', '出生日期', '证件类型', '证件号码', '年级', '班级', '入学类型', '监护人手机'];
type Cells = OutputCell[];
const classList = (): Cells[] =>
  rosterRows(world.demo).map((r) => [
    r.number,
    r.name,
    r.sex,
    r.birthDate,
    r.documentType,
    r.documentNumber,
    r.grade,
    r.className,
    r.entryType,
    r.guardianPhone,
  ]);
async function workbook(rows: Cells[]): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeSheets([{ name: '名单', columns: [], rows: [HEADER, ...rows] }]))
    chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const PUPIL = `id name state verdict checkType certificateSeen noticeType noticeState noticeOn isReissued caughtUpOn forClinic
  proofState recheckOn recheckResult documentNumber guardianPhone managingClinic { id } class { id grade name }
  missing { series dose earliest } caughtUp { series dose } candidates { personId maskedName birthDate sex reasons }
  steps { number step result byRole }`;
interface Pupil {
  id: string;
  name: string;
  state: string;
  verdict: string;
  checkType: string;
  certificateSeen: boolean | null;
  noticeType: string | null;
  noticeState: string | null;
  isReissued: boolean;
  caughtUpOn: string | null;
  forClinic: boolean;
  proofState: string | null;
  recheckResult: string | null;
  documentNumber: string | null;
  guardianPhone: string | null;
  managingClinic: { id: string } | null;
  class: { id: string; grade: string; name: string } | null;
  missing: { series: string; dose: number; earliest: string }[];
  caughtUp: { series: string; dose: number }[];
  candidates: { personId: string; maskedName: string; reasons: string[] }[];
  steps: { number: number; step: string; result: string | null; byRole: string }[];
}
type Refusal = { code: string; field?: string; reason?: string };

/** Runs one operation and gives its field, or the refusal. */
async function run<T>(caller: Caller, text: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await world.graph<Record<string, T>>(caller, text, { commandId: newId(), ...variables });
  const [error] = answer.errors;
  return (error ? error.extensions : Object.values(answer.data)[0]) as T;
}
const openRound = (caller: Caller, input: Record<string, unknown>) =>
  run<{ id: string; deadline: string; recheckFrom: string; recheckTo: string; term: string } & Refusal>(
    caller,
    `mutation ($commandId: ID!, $input: SchoolRoundInput!) { openSchoolRound(commandId: $commandId, input: $input) {
       id code schoolYear term deadline recheckFrom recheckTo state } }`,
    { input },
  );

/** Uploads a list into a round and waits for its preview. */
async function preview(caller: Caller, rows: Cells[], roundId: string, classId: string | null = null): Promise<string> {
  const file = await workbook(rows);
  const { id, uploadUrl } = await run<{ id: string; uploadUrl: string }>(
    caller,
    `mutation ($commandId: ID!, $size: Int!, $roundId: ID!, $classId: ID) {
       startSchoolCheck(commandId: $commandId, title: "新生", fileName: "a.xlsx", size: $size, roundId: $roundId, classId: $classId)
       { id uploadUrl } }`,
    { size: file.length, roundId, classId },
  );
  expect((await world.stack.file('certificates', uploadUrl, file)).status).toBe(204);
  const state = async () =>
    (await run<{ state: string }>(caller, 'query ($id: ID!) { schoolCheck(id: $id) { state } }', { id })).state;
  await expect.poll(state, { timeout: 15_000 }).toBe('ready');
  return id;
}
const confirm = (caller: Caller, id: string) =>
  run<{ takenAt: string } & Refusal>(
    caller,
    'mutation ($commandId: ID!, $id: ID!) { confirmSchoolCheck(commandId: $commandId, id: $id) { takenAt } }',
    { id },
  );
const pupils = async (caller: Caller, roundId: string, filter: Record<string, unknown> = {}): Promise<Pupil[]> =>
  (
    await run<{ nodes: Pupil[] }>(
      caller,
      `query ($roundId: ID!, $filter: SchoolPupilFilter) { schoolPupils(roundId: $roundId, filter: $filter, first: 500) { nodes { ${PUPIL} } } }`,
      { roundId, filter },
    )
  ).nodes;
const events = async (rowId: string) =>
  (
    await query<{ payload: Record<string, unknown> }>(
      world.em(),
      "select payload from outbox where type = 'pupil.checked' and payload ->> 'rowId' = $1 order by seq",
      [rowId],
    )
  ).map((r) => r.payload);

/** The unit records a dose of MMR, as it would from a booklet. */
async function giveMmr(personId: string): Promise<void> {
  const answer = await world.stack.graph<{ recordDose: { dose: { id: string } } }>(
    'vaccines',
    nurse,
    `mutation ($commandId: ID!, $input: RecordDoseInput!) { recordDose(commandId: $commandId, input: $input) { dose { id } } }`,
    {
      commandId: newId(),
      input: {
        doseId: newId(),
        personId,
        date: TODAY,
        vaccineCode: '1201',
        outside: true,
        clinicName: '大通县妇幼保健院',
      },
    },
  );
  expect(answer.errors).toEqual([]);
}

let roundId: string;

describe('a round of the entry check', () => {
  it('H-27 is opened by disease control for its area, ends after 30 days, and is checked again in December', async () => {
    const round = await openRound(cdc, { code: '20261', division: '630121', termStart: '2026-11-01' });
    expect(round).toMatchObject({
      term: 'autumn',
      schoolYear: 2026,
      deadline: '2026-12-01',
      recheckFrom: '2026-12-01',
      recheckTo: '2026-12-31',
    });
    roundId = round.id;
    const again = { code: '20261', division: '630121100', termStart: '2026-11-01' };
    expect(await openRound(cdc, again)).toMatchObject({ code: 'CONFLICT', field: 'code', reason: 'duplicate' });
    expect(await openRound(cdc, { ...again, division: '6201' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await openRound(cdc, { ...again, code: '2026' })).toMatchObject({ field: 'code', reason: 'format' });
    expect(await openRound(cdc, { ...again, deadline: '2026-10-01' })).toMatchObject({ field: 'deadline' });
    expect(await openRound(checker, again)).toMatchObject({ code: 'FORBIDDEN' });
    const seen = await run<{ id: string }[]>(checker, '{ schoolRounds { id } }');
    expect(seen).toEqual([{ id: roundId }]);
  });
});

describe('Q-77 a class list in a round', () => {
  let all: Pupil[];
  let checkId: string;

  it('is a preview first, then each pupil has one row with the verdict and its steps', async () => {
    checkId = await preview(checker, classList(), roundId);
    expect(await pupils(checker, roundId)).toEqual([]);
    expect((await confirm(checker, checkId)).takenAt).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(await confirm(checker, checkId)).toMatchObject({ code: 'CONFLICT', reason: 'already_decided' });
    all = await pupils(checker, roundId);
    expect(all).toHaveLength(45);
    const count = (verdict: string) => all.filter((p) => p.verdict === verdict).length;
    expect([
      count('complete'),
      count('missing_doses'),
      count('no_file'),
      count('postponed'),
      count('not_yet_due'),
    ]).toEqual([28, 9, 4, 2, 2]);
    const missing = all.find((p) => p.verdict === 'missing_doses')!;
    expect(missing).toMatchObject({ state: 'evaluated', class: { grade: '一年级', name: '1班' } });
    expect(missing.managingClinic?.id).toBe(nurse.organisation);
    expect(missing.steps.map((s) => s.step)).toEqual(['imported', 'matched', 'evaluated']);
    expect(missing.documentNumber).toMatch(/\*/);
    expect(missing.guardianPhone).toMatch(/\*/);
    expect(all.find((p) => p.verdict === 'no_file')).toMatchObject({ state: 'unmatched' });
    expect(await events(missing.id)).toMatchObject([
      { round: '20261', checkId, result: 'missing_doses', isEnrolled: true, version: 1, divisionCode: '630121100' },
    ]);
  });

  it('updates the row of a pupil who is listed again, with or without the number', async () => {
    const [row] = classList();
    const again = await preview(
      checker,
      [
        [...row!.slice(0, 7), '2班', ...row!.slice(8)],
        [...classList()[1]!.slice(0, 4), '', '', ...classList()[1]!.slice(6)],
      ],
      roundId,
    );
    const found = await run<{ rows: { nodes: { findings: { code: string }[] }[] } }>(
      checker,
      'query ($id: ID!) { schoolCheck(id: $id) { rows { nodes { findings { code } } } } }',
      { id: again },
    );
    expect(found.rows.nodes[0]?.findings.map((f) => f.code)).toEqual(['duplicate']);
    await confirm(checker, again);
    const now = await pupils(checker, roundId);
    expect(now).toHaveLength(45);
    const moved = now.find((p) => p.name === row![1])!;
    expect(moved.class?.name).toBe('2班');
    expect(moved.steps.at(-1)?.step).toBe('updated');
  });

  it('is taken back within the day: new rows go, changed ones stand as before', async () => {
    const stranger: Cells = ['1', '陈新来', '男', '2020-05-05', '', '', '一年级', '3班', '插班', '13900000001'];
    const [row] = classList();
    const id = await preview(checker, [stranger, [...row!.slice(0, 7), '4班', ...row!.slice(8)]], roundId);
    await confirm(checker, id);
    expect(await pupils(checker, roundId)).toHaveLength(46);
    const brought = (await pupils(checker, roundId)).find((p) => p.name === '陈新来')!;
    const undo =
      'mutation ($commandId: ID!, $id: ID!) { undoSchoolCheck(commandId: $commandId, id: $id) { undoneAt } }';
    expect(await run(otherSchool, undo, { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect((await run<{ undoneAt: string }>(checker, undo, { id })).undoneAt).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    const now = await pupils(checker, roundId);
    expect(now).toHaveLength(45);
    expect(now.find((p) => p.name === row![1])?.class?.name).toBe('2班');
    expect((await events(brought.id)).at(-1)).toMatchObject({ isEnrolled: false });
  });

  it('mends a cell in place: that row is judged again and enters the round', async () => {
    const row = classList()[2]!;
    const id = await preview(checker, [[...row.slice(0, 5), '630121202003150012', ...row.slice(6)]], roundId);
    await confirm(checker, id);
    const mend = `mutation ($commandId: ID!, $checkId: ID!, $cells: [ImportCellInput!]!) {
      mendSchoolCheckRow(commandId: $commandId, checkId: $checkId, number: 2, cells: $cells) { verdict pupilId findings { code } cells { column value } } }`;
    const wrong = await run(checker, mend, { checkId: id, cells: [{ column: 'documentNumber', value: '1' }] });
    expect(wrong).toMatchObject({ verdict: 'to_mend', pupilId: null });
    const right = await run<{ pupilId: string; verdict: string }>(checker, mend, {
      checkId: id,
      cells: [{ column: 'documentNumber', value: String(row[5]) }],
    });
    const known = (await pupils(checker, roundId)).find((p) => p.name === row[1])!;
    expect(right).toMatchObject({ verdict: known.verdict, pupilId: known.id });
    expect(await run(checker, mend, { checkId: id, cells: [] })).toMatchObject({ reason: 'already_decided' });
  });

  it('keeps names and numbers of pupils sealed', async () => {
    const rows = await query<{ text: string }>(world.em(), 'select row_to_json(p)::text as text from school_pupil p');
    for (const { row } of world.demo.pupils)
      for (const { text } of rows) expect(text.includes(row.name) || text.includes(row.documentNumber)).toBe(false);
  });
});

describe('a class for a device without a network', () => {
  const PACK = `query ($roundId: ID!, $classId: ID!) { classPack(roundId: $roundId, classId: $classId) {
    takenAt signature round { id code deadline recheckFrom recheckTo } class { id grade name school { id } }
    pupils { id name birthDate sex state verdict certificateSeen proofState forClinic isReissued noticeType noticeOn noticeState
      caughtUpOn managingClinic { id } missing { series seriesName dose earliest } caughtUp { series seriesName dose }
      listRow { checkId row } } } }`;
  type Pack = ClassListContent & { signature: string };

  it('Q-77 gives the class whole to its own school, each pupil with the row its scan is sent for, as one audit line', async () => {
    const all = await pupils(checker, roundId);
    const classId = all.find((p) => p.class?.name === '1班')!.class!.id;
    const before = await query(world.em(), "select 1 from audit_line where operation = 'Query.classPack'");
    const pack = await run<Pack>(checker, PACK, { roundId, classId });
    const own = all.filter((p) => p.class?.id === classId);
    expect(pack.pupils.map((p) => p.id).sort()).toEqual(own.map((p) => p.id).sort());
    for (const { id, verdict, missing } of pack.pupils)
      expect({ verdict, missing: missing.map(({ seriesName: _, ...dose }) => dose) }).toEqual(
        (({ verdict: v, missing: m }) => ({ verdict: v, missing: m }))(own.find((p) => p.id === id)!),
      );
    expect(pack.pupils.every((p) => p.listRow !== null)).toBe(true);
    const after = await query(world.em(), "select 1 from audit_line where operation = 'Query.classPack'");
    expect(after.length - before.length).toBe(1);
    // Signed by the server: what a device holds is what was given, word for word, or it is refused.
    const { trust } = await currentLists(world.em());
    const signature = fromBase64url(pack.signature);
    await verifyClassList(signature, pack, trust);
    const [head, ...rest] = pack.pupils;
    const altered = { ...pack, pupils: [{ ...head!, verdict: 'complete', missing: [] }, ...rest.slice(1)] };
    await expect(verifyClassList(signature, altered, trust)).rejects.toThrow('class_list_altered');
    expect(await run(otherSchool, PACK, { roundId, classId })).toBeNull();
    expect(await run(nurse, PACK, { roundId, classId })).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('Q-77 takes a confirmed verdict with its note once, and refuses one that does not stand any more', async () => {
    const [pupil] = await pupils(checker, roundId, { verdicts: ['missing_doses'] });
    const confirmed = `mutation ($commandId: ID!, $id: ID!, $verdict: RowVerdict!, $note: String) {
      confirmPupilVerdict(commandId: $commandId, id: $id, verdict: $verdict, note: $note) { steps { step result note } } }`;
    const input = { commandId: newId(), id: pupil!.id, verdict: 'missing_doses', note: '家长周五带来' };
    await run(checker, confirmed, input);
    const { steps } = await run<{ steps: { step: string; note: string | null }[] }>(checker, confirmed, input);
    expect(steps.filter((s) => s.step === 'confirmed')).toEqual([
      { step: 'confirmed', result: 'missing_doses', note: '家长周五带来' },
    ]);
    const stored = await query<{ text: string }>(
      world.em(),
      "select detail::text as text from school_pupil_step where step = 'confirmed'",
    );
    expect(stored.some(({ text }) => text.includes('家长'))).toBe(false);
    const again = { ...input, commandId: newId() };
    expect(await run(checker, confirmed, { ...again, verdict: 'complete' })).toMatchObject({
      field: 'verdict',
      reason: 'wrong_state',
    });
    expect(await run(checker, confirmed, { ...again, note: '长'.repeat(201) })).toMatchObject({ reason: 'too_long' });
    expect(await run(otherSchool, confirmed, again)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('Q-77 the cost of a list', () => {
  it('takes 40 pupils into the round and reads them with as many statements as 5', async () => {
    const kindergarten: Caller = { ...otherSchool, organisation: world.organisation(DEMO_SCHOOLS.kindergarten) };
    const statements = async (document: string, id: string) =>
      (await world.graph(kindergarten, document, { commandId: newId(), id })).statements;
    const take = 'mutation ($commandId: ID!, $id: ID!) { confirmSchoolCheck(commandId: $commandId, id: $id) { id } }';
    const few = await statements(take, await preview(kindergarten, classList().slice(0, 5), roundId));
    const read =
      'query ($id: ID!) { schoolPupils(roundId: $id) { nodes { id name steps { step } candidates { personId } } } }';
    const fewRead = await statements(read, roundId);
    const many = await statements(take, await preview(kindergarten, classList().slice(5), roundId));
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(25);
    expect(await pupils(kindergarten, roundId)).toHaveLength(45);
    expect(await statements(read, roundId)).toBe(fewRead);
  });
});

describe('whose file it is', () => {
  it('Q-77 is decided by a person: the school with the certificate in hand, else the vaccination unit', async () => {
    const [child, namesake] = world.demo.pupils.filter((p) => p.expected === '1' && p.person);
    const row = classList()[world.demo.pupils.indexOf(child!)]!;
    // Name and birth date of a child under a document number nobody has.
    const other = [...row.slice(0, 4), '护照', 'E12345678', ...row.slice(6)];
    const id = await preview(otherSchool, [other], roundId);
    await confirm(otherSchool, id);
    const [pupil] = await pupils(otherSchool, roundId);
    expect(pupil).toMatchObject({ state: 'candidate', verdict: 'candidate', missing: [] });
    expect(pupil!.candidates).toMatchObject([
      { personId: child!.person!.id, reasons: ['other_document', 'same_name_birth_date', 'same_sex'] },
    ]);
    expect(pupil!.candidates[0]!.maskedName).toContain('*');
    const decide = `mutation ($commandId: ID!, $id: ID!, $personId: ID, $proof: String) {
      decidePupilMatch(commandId: $commandId, id: $id, personId: $personId, proof: $proof) { ${PUPIL} } }`;
    const personId = child!.person!.id;
    expect(await run(otherSchool, decide, { id: pupil!.id, personId })).toMatchObject({
      field: 'proof',
      reason: 'required',
    });
    const wrong = await world.issue(nurse, namesake!.person!.id);
    expect(
      await run(otherSchool, decide, { id: pupil!.id, personId, proof: wrong.data.issueCertificate.number }),
    ).toMatchObject({ field: 'proof', reason: 'no_match' });
    expect(await run(checker, decide, { id: pupil!.id, personId })).toMatchObject({ code: 'FORBIDDEN' });
    const right = await world.issue(nurse, personId);
    const decided = await run<Pupil>(otherSchool, decide, {
      id: pupil!.id,
      personId,
      proof: right.data.issueCertificate.code,
    });
    expect(decided).toMatchObject({ state: 'evaluated', verdict: 'complete', certificateSeen: true, candidates: [] });
    expect(decided.steps.map((s) => s.step)).toEqual(['imported', 'candidate', 'matched', 'evaluated']);
    expect(await run(otherSchool, decide, { id: pupil!.id, personId })).toMatchObject({ reason: 'already_decided' });
  });

  it('H-27 waits in the queue of the unit whose area the school lies in', async () => {
    const child = world.demo.pupils.filter((p) => p.expected === '2' && p.person)[0]!;
    const row = classList()[world.demo.pupils.indexOf(child)]!;
    const id = await preview(otherSchool, [[...row.slice(0, 4), '护照', 'E87654321', ...row.slice(6)]], roundId);
    await confirm(otherSchool, id);
    const [pupil] = await pupils(otherSchool, roundId, { verdicts: ['candidate'] });
    const ask =
      'mutation ($commandId: ID!, $id: ID!) { askClinicToDecide(commandId: $commandId, id: $id) { forClinic } }';
    expect(await run(otherSchool, ask, { id: pupil!.id })).toEqual({ forClinic: true });
    expect((await pupils(nurseElsewhere, roundId, { forClinic: true })).map((p) => p.id)).toEqual([pupil!.id]);
    expect(await pupils(nurse, roundId, { forClinic: true })).toEqual([]);
    const decide = `mutation ($commandId: ID!, $id: ID!, $personId: ID) {
      decidePupilMatch(commandId: $commandId, id: $id, personId: $personId) { ${PUPIL} } }`;
    expect(await run(nurse, decide, { id: pupil!.id, personId: child.person!.id })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const decided = await run<Pupil>(nurseElsewhere, decide, { id: pupil!.id, personId: child.person!.id });
    expect(decided).toMatchObject({ verdict: 'missing_doses', forClinic: false });
  });
});

describe('notices and follow-up', () => {
  let late: Pupil;

  it('H-27 tells the bound guardian, else the phone of the list, else it is printed', async () => {
    const before = await pupils(checker, roundId, { isOpen: true });
    late = before.find((p) => p.missing.length === 1 && p.missing[0]?.series === 'MMR')!;
    const person = world.demo.pupils.find((p) => p.row.name === late.name)!.person!;
    await world.bind('mother', person.id);
    const send = `mutation ($commandId: ID!, $roundId: ID!, $pupilIds: [ID!]) {
      sendPupilNotices(commandId: $commandId, roundId: $roundId, pupilIds: $pupilIds) { toAccounts bySms toPrint } }`;
    const sent = await run<{ toAccounts: number; bySms: number; toPrint: number }>(checker, send, { roundId });
    expect(sent).toEqual({ toAccounts: 1, bySms: before.length - 1, toPrint: 0 });
    const told = (await pupils(checker, roundId)).find((p) => p.id === late.id)!;
    expect(told).toMatchObject({ state: 'notified', noticeType: 'catch_up', noticeState: 'requested' });
    const noFile = (await pupils(checker, roundId, { verdicts: ['no_file'] }))[0]!;
    expect(noFile).toMatchObject({ state: 'notified', noticeType: 'reissue' });
    const requested = await query<{ payload: { noticeId: string; kind: string; accountId: string | null } }>(
      world.em(),
      "select payload from outbox where type = 'notice.requested' order by seq",
    );
    expect(requested).toHaveLength(before.length);
    const kinds = new Set(requested.map((r) => r.payload.kind));
    expect(kinds).toEqual(new Set(['school_catch_up', 'school_reissue']));
    expect(JSON.stringify(requested)).not.toContain(late.name);
    // Nobody is told twice, unless somebody asks for it; the family of a child that died is not told at all (J-13).
    expect(await run(checker, send, { roundId })).toEqual({ toAccounts: 0, bySms: 0, toPrint: 0 });
    const becomes = (state: string) =>
      query(world.em(), 'update holder set registration_state = $2 where person_id = $1', [person.id, state]);
    await becomes('dead');
    expect(await run(checker, send, { roundId, pupilIds: [late.id] })).toMatchObject({ toAccounts: 0 });
    await becomes('active');
    expect(await run(checker, send, { roundId, pupilIds: [late.id] })).toMatchObject({ toAccounts: 1 });
  });

  it('H-27 turns by itself when the unit gives the dose, and keeps the verdict that was given', async () => {
    const person = world.demo.pupils.find((p) => p.row.name === late.name)!.person!;
    expect(late.missing).toHaveLength(1);
    await giveMmr(person.id);
    await expect
      .poll(
        async () => {
          await world.hear();
          return (await pupils(checker, roundId)).find((p) => p.id === late.id)?.state;
        },
        { timeout: 15_000 },
      )
      .toBe('caught_up');
    const row = (await pupils(checker, roundId)).find((p) => p.id === late.id)!;
    expect(row).toMatchObject({ verdict: 'complete', caughtUpOn: TODAY, missing: [] });
    expect(row.caughtUp).toEqual(late.missing.map(({ series, dose }) => ({ series, dose })));
    const verdicts = row.steps.filter((s) => s.result !== null).map((s) => s.result);
    expect(verdicts).toEqual(['missing_doses', 'complete']);
    expect(row.steps.at(-1)).toMatchObject({ step: 'caught_up', byRole: 'service' });
    expect((await events(row.id)).at(-1)).toMatchObject({ result: 'complete', caughtUp: row.caughtUp });
  });

  it('H-27 the vaccination unit marks an exemption; the school is told no reason', async () => {
    const [open] = await pupils(nurse, roundId, { verdicts: ['missing_doses'], isOpen: true });
    const exempt = `mutation ($commandId: ID!, $id: ID!, $is: Boolean!) {
      exemptPupil(commandId: $commandId, id: $id, isExempt: $is) { state verdict } }`;
    expect(await run(checker, exempt, { id: open!.id, is: true })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await run(nurse, exempt, { id: open!.id, is: true })).toMatchObject({ state: 'exempt' });
    expect(await run(nurse, exempt, { id: open!.id, is: true })).toMatchObject({ reason: 'already_decided' });
  });

  it('a photo of another province’s record waits for the unit and is never counted as doses missing', async () => {
    const [pupil] = await pupils(checker, roundId, { verdicts: ['no_file'] });
    const announce = `mutation ($commandId: ID!, $id: ID!, $fileName: String!) {
      announcePupilProof(commandId: $commandId, id: $id, fileName: $fileName, size: 3) { fileId uploadUrl } }`;
    const add = `mutation ($commandId: ID!, $id: ID!, $fileId: ID!) {
      addPupilProof(commandId: $commandId, id: $id, fileId: $fileId) { proofState forClinic } }`;
    interface Upload {
      fileId: string;
      uploadUrl: string | null;
    }
    const id = pupil!.id;
    expect(await run(checker, announce, { id, fileName: 'a.exe' })).toMatchObject({ reason: 'file_type' });
    expect(await run(otherSchool, announce, { id, fileName: 'a.jpg' })).toMatchObject({ code: 'FORBIDDEN' });
    // The file goes first: announced and sent once under one command, handed in when it lies there.
    const once = { commandId: newId(), id, fileName: 'a.jpg' };
    const { fileId, uploadUrl } = await run<Upload>(checker, announce, once);
    expect(await run(checker, add, { id, fileId })).toMatchObject({ field: 'fileId', reason: 'no_match' });
    expect((await world.stack.file('certificates', uploadUrl ?? '', Buffer.from('jpg'))).status).toBe(204);
    expect(await run(checker, announce, once)).toEqual({ fileId, uploadUrl: null });
    expect(await run({ ...checker, account: 'colleague' }, add, { id, fileId })).toMatchObject({ reason: 'no_match' });
    expect(await run(checker, add, { id, fileId })).toEqual({ proofState: 'waiting', forClinic: true });
    const other = (await pupils(checker, roundId, { verdicts: ['no_file'] })).find((p) => p.id !== id);
    if (other) expect(await run(checker, add, { id: other.id, fileId })).toMatchObject({ reason: 'no_match' });
    const decide = `mutation ($commandId: ID!, $id: ID!) {
      decidePupilProof(commandId: $commandId, id: $id, isAccepted: true) { verdict state proofState missing { dose } } }`;
    expect(await run(nurse, decide, { id: pupil!.id })).toEqual({
      verdict: 'complete',
      state: 'evaluated',
      proofState: 'accepted',
      missing: [],
    });
  });

  it('Q-77 a pupil who moves ends here and appears at the other school as a transfer', async () => {
    const [pupil] = await pupils(checker, roundId, { verdicts: ['missing_doses'], isOpen: true });
    const transfer = `mutation ($commandId: ID!, $id: ID!, $to: ID) {
      transferPupil(commandId: $commandId, id: $id, toSchoolId: $to) { state } }`;
    expect(await run(otherSchool, transfer, { id: pupil!.id, to: checker.organisation })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await run(checker, transfer, { id: pupil!.id, to: nurse.organisation })).toMatchObject({
      field: 'toSchoolId',
    });
    expect(await run(checker, transfer, { id: pupil!.id, to: otherSchool.organisation })).toEqual({ state: 'moved' });
    const there = (await pupils(otherSchool, roundId)).find((p) => p.name === pupil!.name)!;
    expect(there).toMatchObject({ checkType: 'transfer', verdict: 'missing_doses' });
    expect((await pupils(checker, roundId)).some((p) => p.id === pupil!.id)).toBe(false);
    expect((await events(pupil!.id)).at(-1)).toMatchObject({ isEnrolled: false });
  });

  it('Q-77 takes in one pupil by hand and one by the certificate at hand', async () => {
    const add = `mutation ($commandId: ID!, $input: SchoolPupilInput!) { addSchoolPupil(commandId: $commandId, input: $input) { ${PUPIL} } }`;
    const input = { roundId, name: '周一鸣', birthDate: '2020-02-02', sex: '男' };
    expect(await run(checker, add, { input: { ...input, documentNumber: '123' } })).toMatchObject({
      field: 'documentNumber',
    });
    expect(await run(checker, add, { input })).toMatchObject({ verdict: 'no_file', checkType: 'inserted' });
    const scan = `mutation ($commandId: ID!, $roundId: ID!, $code: String!) {
      addSchoolPupilByCode(commandId: $commandId, roundId: $roundId, code: $code) { ${PUPIL} } }`;
    const issued = await world.issue(nurse, world.elder.id);
    expect(await run(checker, scan, { roundId, code: 'VX1:NOTHING' })).toMatchObject({
      field: 'code',
      reason: 'no_match',
    });
    const scanned = await run<Pupil>(checker, scan, { roundId, code: issued.data.issueCertificate.shortCode });
    expect(scanned).toMatchObject({ name: world.elder.name, verdict: 'complete', certificateSeen: true });
  });

  it('is overdue after the deadline, and the re-check has its days', async () => {
    await query(world.em(), "update school_round set deadline = '2026-11-20' where id = $1", [roundId]);
    const open = (await pupils(checker, roundId, { isOpen: true })).length;
    expect(open).toBeGreaterThan(0);
    expect(await markOverdue(world.stack.services.certificates)).toBeGreaterThanOrEqual(open);
    expect((await pupils(checker, roundId, { states: ['overdue'] })).length).toBe(open);
    const recheck = `mutation ($commandId: ID!, $roundId: ID!) {
      recheckPupils(commandId: $commandId, roundId: $roundId) { rechecked finished } }`;
    expect(await run(checker, recheck, { roundId })).toMatchObject({ field: 'roundId', reason: 'out_of_range' });
    await query(world.em(), "update school_round set recheck_from = '2026-11-20' where id = $1", [roundId]);
    const { rechecked } = await run<{ rechecked: number }>(checker, recheck, { roundId });
    expect(rechecked).toBeGreaterThanOrEqual(open);
    const row = (await pupils(checker, roundId, { states: ['overdue'] }))[0]!;
    expect(row.recheckResult).toBe(row.verdict);
  });

  it('H-27 counts each class, finishes it, and closes the round', async () => {
    const classes = await run<
      { id: string; grade: string; name: string; schoolKind: string; counts: Record<string, number> }[]
    >(
      checker,
      `query ($roundId: ID!) { schoolClasses(roundId: $roundId) { id grade name schoolKind
         counts { enrolled checked finished toDecide toFollowUp overdue } } }`,
      { roundId },
    );
    const first = classes.find((c) => c.name === '1班')!;
    expect(first.schoolKind).toBe('school');
    const { enrolled, finished, toDecide, toFollowUp, overdue } = first.counts;
    expect(enrolled).toBe(finished! + toDecide! + toFollowUp! + overdue!);
    const finish = `mutation ($commandId: ID!, $id: ID!) { finishSchoolClass(commandId: $commandId, id: $id, isDone: true) { finishedAt } }`;
    expect(await run(otherSchool, finish, { id: first.id })).toMatchObject({ code: 'FORBIDDEN' });
    expect((await run<{ finishedAt: string }>(checker, finish, { id: first.id })).finishedAt).toMatch(
      /^\d{4}-\d{2}-\d{2}T/,
    );
    const close = `mutation ($commandId: ID!, $id: ID!) { closeSchoolRound(commandId: $commandId, id: $id) { state } }`;
    expect(await run(checker, close, { id: roundId })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await run(cdc, close, { id: roundId })).toEqual({ state: 'closed' });
    const scan = `mutation ($commandId: ID!, $roundId: ID!) {
      addSchoolPupilByCode(commandId: $commandId, roundId: $roundId, code: "x") { id } }`;
    expect(await run(checker, scan, { roundId })).toMatchObject({ field: 'roundId', reason: 'wrong_state' });
  });

  it('J-09 follows its county to another code and into another county, with its pupils, and back', async () => {
    const read = `{ schoolRounds { id } }`;
    const rounds = async (division: string) =>
      (await run<{ id: string }[]>({ ...cdc, divisions: [division] }, read)).map((r) => r.id);
    const listed = async (division: string) => (await pupils({ ...cdc, divisions: [division] }, roundId)).length;
    const schools = ['630121100', '630121210', '630121'];
    const changed = (orderId: string, to: string, more: Partial<DivisionsChanged> = {}): DivisionsChanged => ({
      type: 'divisions.changed',
      ...{ orderId, isUndone: false, by: 'city', role: 'cdc', names: [], removed: schools },
      successions: schools.map((from) => ({ from, to: from.replace('630121', to), only: null })),
      ...more,
    });
    const hear = (event: DivisionsChanged) => world.em().transactional((em) => followDivisions(em as Em, event));
    const all = await listed('630121');
    expect(all).toBeGreaterThan(0);

    const move = newId();
    await hear(changed(move, '630182'));
    expect([await rounds('630121'), await listed('630121')]).toEqual([[], 0]);
    expect(await rounds('630182')).toContain(roundId);
    expect(await listed('630182')).toBe(all);
    await hear(changed(move, '630182', { isUndone: true, removed: [] }));
    expect(await rounds('630121')).toContain(roundId);
    expect(await listed('630121')).toBe(all);

    // The other county has a round of the same term: both stand in what they go into, and part again.
    const own = newId();
    await query(
      world.em(),
      `insert into school_round (id, code, division, term_start, deadline, recheck_from, recheck_to, opened_by, opened_at)
       select $1, code, '630123', term_start, deadline, recheck_from, recheck_to, opened_by, opened_at from school_round where id = $2`,
      [own, roundId],
    );
    const merge = newId();
    await hear(changed(merge, '630123'));
    expect(await rounds('630123')).toEqual(expect.arrayContaining([roundId, own]));
    await hear(changed(merge, '630123', { isUndone: true, removed: [] }));
    expect(await rounds('630123')).toEqual([own]);
    expect(await rounds('630121')).toContain(roundId);
    // A split reads of each row by which unit it goes.
    const [from, to] = ['630121100', '630121199'];
    const only = { villages: [], units: [world.organisation(DEMO_SCHOOLS.primary)] };
    const split = changed(newId(), '', { successions: [{ from, to, only }], removed: [] });
    await hear(split);
    expect(await listed(to)).toBeGreaterThan(0);
    await hear({ ...split, isUndone: true, removed: [to] });
    expect(await listed(to)).toBe(0);
    expect(await listed('630121')).toBe(all);
  });
});
