import { type Em, query } from '@miaoben/kernel';
import type { Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  advanceFile,
  CLINIC,
  CREATE,
  callers,
  child,
  idNumber,
  made,
  OTHER_CLINIC,
  startPeople,
} from '../../people.test-kit.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startPeople(inject('adminUrl'));
});
afterAll(() => stack.stop());

const READ = `query($id: ID!) { person(id: $id) { id name documentNumber residenceAddress conditions birthWeightG barcode version
  guardians { name phone } duplicates { person { id } score reasons } } }`;
const CHANGE = `mutation($commandId: ID!, $id: ID!, $v: Int!, $changes: PersonChangesInput!) {
  changePerson(commandId: $commandId, id: $id, expectedVersion: $v, changes: $changes) { id name version birthDate residence { code } } }`;
const SEARCH = `query($text: String!, $first: Int, $after: String) { searchPersons(text: $text, first: $first, after: $after) {
  nodes { id name } pageInfo { hasNextPage endCursor } } }`;

const create = (
  input: Record<string, unknown>,
  caller: Parameters<Stack['graph']>[1] | null = callers.nurse,
  commandId = stack.newId(),
) =>
  stack.graph<{ createPerson: Record<string, unknown> & { id: string } }>('people', caller ?? undefined, CREATE, {
    commandId,
    input,
  });
const change = (
  id: string,
  v: number,
  changes: Record<string, unknown>,
  caller: Parameters<Stack['graph']>[1] = callers.nurse,
) =>
  stack.graph<{ changePerson: { version: number; name: string } }>('people', caller, CHANGE, {
    commandId: stack.newId(),
    id,
    v,
    changes,
  });
const sql = <R>(text: string, values: unknown[] = []) =>
  query<R>(stack.services.people.orm.em.fork() as Em, text, values);

describe('making a file', () => {
  it('Q-01 H-02 J-02 makes one, keeps numbers sealed, masks what the role need not see, and tells the others', async () => {
    const input = child(stack, {
      name: '马　小兰',
      sex: 'F',
      documentNumber: idNumber('2024-03-01', 11, 'F'),
      residenceAddress: '人民路12号3单元',
      birthWeightG: 3250,
      conditions: ['HBSAG_POS_MOTHER'],
      ethnicity: '03',
      phone: '+86 138 9700 0001',
    });
    const answer = await create(input);
    expect(answer.errors).toEqual([]);
    expect(answer.data.createPerson).toMatchObject({
      name: '马小兰',
      documentNumber: `6301**********${String(input.documentNumber).slice(-4)}`,
      phone: '138****0001',
      ethnicity: '03',
      residence: { code: '630121100' },
      residenceAddress: '人民路12号3单元',
      managingClinic: { id: CLINIC },
      registrationState: 'active',
      conditions: ['HBSAG_POS_MOTHER'],
      birthWeightG: 3250,
      version: 1,
      guardians: [{ relation: 'mother', name: '李娜', phone: '138****0001' }],
    });
    expect(answer.data.createPerson.barcode).toMatch(/^6301212026\d{8}$/);
    const [row] = await sql<Record<string, unknown>>('select * from person where id = $1', [input.id]);
    expect(JSON.stringify(row)).not.toContain(input.documentNumber);
    expect(row).toMatchObject({ name_key: '马小兰', pinyin: 'maxiaolan', initials: 'mxl', county: '630121' });
    const [event] = await sql<{ payload: Record<string, unknown> }>(
      "select payload from outbox where payload->>'personId' = $1",
      [input.id],
    );
    expect(event?.payload).toMatchObject({
      type: 'person.changed',
      birthDate: '2024-03-01',
      divisionCode: '630121100',
      managingOrgId: CLINIC,
      householdType: 'local',
      version: 1,
    });
    expect(JSON.stringify(event)).not.toMatch(/马小兰|630121202403/);
  });

  it('replays the same command: same outcome, one row; refuses it for another input', async () => {
    const input = child(stack, { name: '重放重', documentNumber: idNumber('2024-03-01', 12, 'M') });
    const commandId = stack.newId();
    const first = await create(input, callers.nurse, commandId);
    const again = await create(input, callers.nurse, commandId);
    expect(again.data).toEqual(first.data);
    expect(await sql('select 1 from person where id = $1', [input.id])).toHaveLength(1);
    const other = await create({ ...input, name: '别人家' }, callers.nurse, commandId);
    expect(other.errors[0]?.extensions.code).toBe('COMMAND_REUSED');
  });

  it.each([
    [{ id: 'x' }, 'id', 'format'],
    [{ name: '张​伟' }, 'name', 'suspicious_characters'],
    [{ name: '' }, 'name', 'required'],
    [{ birthDate: '2027-01-01' }, 'birthDate', 'date_in_future'],
    [{ birthDate: '1880-01-01' }, 'birthDate', 'out_of_range'],
    [{ documentNumber: '630121202403010215' }, 'documentNumber', 'check_digit'],
    [{ documentType: 'LIBRARY_CARD' }, 'documentType', 'unknown_code'],
    [{ birthDate: '2024-03-02' }, 'documentNumber', 'birth_date_differs_from_id'],
    [{ sex: 'F' }, 'documentNumber', 'sex_differs_from_id'],
    [{ phone: '12345' }, 'phone', 'format'],
    [{ ethnicity: '99' }, 'ethnicity', 'unknown_code'],
    [{ birthWeightG: 32 }, 'birthWeightG', 'out_of_range'],
    [{ conditions: ['x y'] }, 'conditions', 'unknown_code'],
    [{ guardians: [{ relation: 'mother', name: '李娜', phone: '1' }] }, 'guardians.0.phone', 'format'],
    [{ residence: '630121999' }, 'residence', 'unknown_code'],
    [{ managingClinic: OTHER_CLINIC }, 'managingClinic', 'unknown_code'],
  ])('Q-04 J-02 refuses %j and names field and reason', async (wrong, field, reason) => {
    const answer = await create(child(stack, wrong));
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field, reason });
  });

  it('J-01 never makes a second live file with one document; a foreign county learns no id', async () => {
    const documentNumber = idNumber('2024-03-01', 13, 'M');
    const id = await made(stack, { name: '唯一一', documentNumber });
    const again = await create(child(stack, { name: '另一个', documentNumber, documentType: 'HOUSEHOLD_REGISTER' }));
    expect(again.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'duplicate', candidates: [id] });
    const input = child(stack, { name: '另一个', documentNumber, residence: '630123100' });
    const abroad = await create(input, callers.elsewhere);
    expect(abroad.errors[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'duplicate', candidates: [] });
    const cancel = { id, expectedVersion: 1, action: 'cancel', reason: 'duplicate', note: '重复建档' };
    expect((await advanceFile(stack, cancel)).errors).toEqual([]);
    expect((await create(child(stack, { name: '另一个', documentNumber }))).errors).toEqual([]);
  });

  it('two at the same moment: one file, the other a conflict', async () => {
    const documentNumber = idNumber('2024-03-01', 14, 'M');
    const answers = await Promise.all(
      ['同时甲', '同时乙'].map((name) => create(child(stack, { name, documentNumber, guardians: [] }))),
    );
    expect(answers.map((a) => a.errors[0]?.extensions.code ?? 'made').sort()).toEqual(['CONFLICT', 'made']);
  });

  it('Q-09 asks about a twin by the guardian they share before the entry is refused for it', async () => {
    const newborn = { documentType: 'OTHER', documentNumber: null, birthDate: '2025-06-09' };
    const guardians = [{ relation: 'mother', name: '旦正吉', phone: '13897009901' }];
    const id = await made(stack, { ...newborn, name: '多杰', sex: 'M', guardians });
    const twin = child(stack, { ...newborn, name: '扎西', sex: 'M', guardians });
    const asked = await stack.graph<{ possibleDuplicates: { person: { id: string }; reasons: string[] }[] }>(
      'people',
      callers.nurse,
      `query ($g: [GuardianInput!]!) {
        possibleDuplicates(name: "扎西", birthDate: "2025-06-09", sex: M, guardians: $g) { person { id } reasons } }`,
      { g: guardians },
    );
    expect(asked.data.possibleDuplicates.map((c) => c.person.id)).toEqual([id]);
    expect(asked.data.possibleDuplicates[0]?.reasons).toContain('same_guardian_phone');
    expect((await create(twin)).errors[0]?.extensions).toMatchObject({ candidates: [id] });
    expect((await create({ ...twin, notDuplicateOf: [id] })).errors).toEqual([]);
  });

  it('Q-09 warns of a file under a slightly different name and takes the answer', async () => {
    const newborn = { documentType: 'OTHER', documentNumber: null, birthDate: '2025-06-01' };
    const id = await made(stack, { ...newborn, name: '才让卓玛', sex: 'F', guardians: [] });
    const input = child(stack, { ...newborn, name: '才让卓马', sex: 'F', guardians: [] });
    const warned = await create(input);
    expect(warned.errors[0]?.extensions).toMatchObject({
      code: 'CONFLICT',
      reason: 'possible_duplicate',
      candidates: [id],
    });
    const asked = await stack.graph<{ possibleDuplicates: { person: { id: string }; reasons: string[] }[] }>(
      'people',
      callers.nurse,
      'query($n: String!, $b: Date!) { possibleDuplicates(name: $n, birthDate: $b, sex: F) { person { id } reasons } }',
      { n: '才让卓马', b: '2025-06-01' },
    );
    expect(asked.data.possibleDuplicates).toEqual([{ person: { id }, reasons: ['similar_name'] }]);
    expect((await create({ ...input, notDuplicateOf: [id] })).errors).toEqual([]);
    const read = await stack.graph<{ person: { duplicates: { person: { id: string } }[] } }>(
      'people',
      callers.nurse,
      READ,
      { id },
    );
    expect(read.data.person.duplicates.map((d) => d.person.id)).toEqual([input.id]);
  });

  it('J-04 only in the own area, only by those who may', async () => {
    expect((await create(child(stack), callers.elsewhere)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    for (const caller of [callers.inspector, callers.partner, callers.mother, callers.checker, callers.admin])
      expect((await create(child(stack), caller)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await create(child(stack), null)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const input = child(stack, { name: '市疾控', documentNumber: idNumber('2024-03-01', 15, 'M') });
    expect((await create(input, callers.cdc)).errors[0]?.extensions).toMatchObject({
      field: 'managingClinic',
      reason: 'required',
    });
    expect((await create({ ...input, managingClinic: CLINIC }, callers.cdc)).data.createPerson.name).toBe('市*控');
  });
});

describe('changing a file', () => {
  it('J-03 keeps the former state, sealed, and tells a moved birth date', async () => {
    const id = await made(stack, {
      name: '改生日',
      documentType: 'OTHER',
      documentNumber: null,
      birthDate: '2023-01-05',
    });
    const answer = await change(id, 1, { name: '改过了', birthDate: '2023-01-06' });
    expect(answer.data.changePerson).toMatchObject({ name: '改过了', version: 2 });
    const [version] = await sql<{ changed: string[]; before_sealed: string; account_id: string }>(
      'select * from person_version where person_id = $1',
      [id],
    );
    expect(version).toMatchObject({ changed: ['name', 'birthDate', 'identityCode'], account_id: 'nurse' });
    expect(JSON.parse(stack.services.people.keyring.open(version!.before_sealed, 'person_version'))).toEqual({
      name: '改生日',
      birthDate: '2023-01-05',
      identityCode: 'O630121202301051',
    });
    const events = await sql<{ payload: Record<string, unknown> }>(
      "select payload from outbox where payload->>'personId' = $1 order by seq",
      [id],
    );
    expect(events[1]?.payload).toMatchObject({ version: 2, birthDate: '2023-01-06', previousBirthDate: '2023-01-05' });
  });

  it('refuses an old version, an emptied name, a taken document, an unknown township; a change of nothing is none', async () => {
    const documentNumber = idNumber('2024-03-01', 16, 'M');
    await made(stack, { name: '祁连山', documentNumber });
    const id = await made(stack, { name: '车前草', documentType: 'OTHER', documentNumber: null, guardians: [] });
    const refusal = async (v: number, changes: Record<string, unknown>) =>
      (await change(id, v, changes)).errors[0]?.extensions;
    expect(await refusal(7, { name: '新名字' })).toMatchObject({ code: 'CONFLICT', reason: 'version', version: 1 });
    expect(await refusal(1, { name: null })).toMatchObject({ field: 'changes.name', reason: 'required' });
    expect(await refusal(1, { documentType: 'RESIDENT_ID', documentNumber })).toMatchObject({ reason: 'duplicate' });
    expect(await refusal(1, { residence: '630121998' })).toMatchObject({ field: 'residence', reason: 'unknown_code' });
    expect((await change(id, 1, { name: '车前草' })).data.changePerson.version).toBe(1);
  });

  it('gives a replay no file any more that has left the area, nor one to somebody who was moved elsewhere', async () => {
    const id = await made(stack, { name: '走得远', documentType: 'OTHER', documentNumber: null, guardians: [] });
    const commandId = stack.newId();
    const variables = { commandId, id, v: 1, changes: { residence: '630123100', managingClinic: OTHER_CLINIC } };
    const move = (caller: Parameters<Stack['graph']>[1]) =>
      stack.graph<{ changePerson: unknown }>('people', caller, CHANGE, variables);
    expect((await move(callers.nurse)).data.changePerson).toMatchObject({ residence: { code: '630123100' } });
    expect((await move(callers.nurse)).errors[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    expect((await move({ ...callers.nurse, divisions: ['630123'] })).errors).toEqual([]);
    expect(
      (await move({ ...callers.nurse, organisation: stack.newId(), divisions: ['632801'] })).errors[0]?.extensions,
    ).toEqual({
      code: 'NOT_FOUND',
    });
  });

  it('does not let commands with an unknown unit wait for each other', async () => {
    const started = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 15 }, () =>
        create(child(stack, { documentType: 'OTHER', documentNumber: null, managingClinic: stack.newId() })),
      ),
    );
    expect(Date.now() - started).toBeLessThan(15_000);
    for (const { errors } of answers)
      expect(errors[0]?.extensions).toEqual({ code: 'BAD_INPUT', field: 'managingClinic', reason: 'unknown_code' });
  });

  it('J-04 answers a foreign file like one that is not there', async () => {
    const id = await made(stack, { name: '外县看', documentType: 'OTHER', documentNumber: null, guardians: [] });
    const foreign = await change(id, 1, { name: '偷偷改' }, callers.elsewhere);
    const absent = await change(stack.newId(), 1, { name: '偷偷改' }, callers.elsewhere);
    const nonsense = await change("' or 1=1", 1, { name: '偷偷改' }, callers.elsewhere);
    for (const answer of [foreign, absent, nonsense]) {
      expect(answer.errors[0]?.message).toBe(foreign.errors[0]?.message);
      expect(answer.errors[0]?.extensions).toEqual({ code: 'NOT_FOUND' });
    }
  });
});

describe('reading files', () => {
  it('shows each role what the policy says, and writes an audit line', async () => {
    const documentNumber = idNumber('2024-03-01', 17, 'M');
    const id = await made(stack, {
      name: '看一看',
      documentNumber,
      residenceAddress: '桥头镇人民路12号',
      conditions: ['HIV_INFECTED'],
      birthWeightG: 3000,
      guardians: [{ relation: 'mother', name: '周小丽', phone: '13897000009' }],
    });
    const see = async (caller: Parameters<Stack['graph']>[1]) =>
      (await stack.graph<{ person: Record<string, unknown> | null }>('people', caller, READ, { id })).data.person;
    expect(await see(callers.nurse)).toMatchObject({
      name: '看一看',
      conditions: ['HIV_INFECTED'],
      guardians: [{ name: '周小丽', phone: '138****0009' }],
    });
    const masked = {
      name: '看*看',
      guardians: [{ name: '周*丽', phone: '138****0009' }],
      residenceAddress: '桥头镇人民路***',
    };
    expect(await see(callers.cdc)).toMatchObject({ ...masked, conditions: ['HIV_INFECTED'], birthWeightG: 3000 });
    expect(await see(callers.inspector)).toMatchObject({
      ...masked,
      conditions: [],
      birthWeightG: null,
      duplicates: [],
    });
    expect(await see(callers.partner)).toMatchObject({ ...masked, conditions: [], birthWeightG: null });
    for (const caller of [callers.elsewhere, callers.mother]) expect(await see(caller)).toBeNull();
    for (const caller of [callers.checker, callers.admin])
      expect((await stack.graph('people', caller, READ, { id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const lines = await sql<{ role: string }>(
      "select role from audit_line where operation = 'Query.person' and subject = $1 order by seq",
      [id],
    );
    expect(lines.map((l) => l.role)).toEqual(['vaccinator', 'cdc', 'inspector', 'partner']);
  });

  it('resolves references of other subgraphs in one batch, those out of reach to null', async () => {
    const ids = [];
    for (const name of ['引用甲', '援用子乙', '丙寅'])
      ids.push(await made(stack, { name, documentType: 'OTHER', documentNumber: null, guardians: [] }));
    const ask = (caller: Parameters<Stack['graph']>[1], some: string[]) =>
      stack.graph<{ _entities: ({ name: string } | null)[] }>(
        'people',
        caller,
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on Person { name guardians { name } } } }',
        { r: some.map((id) => ({ __typename: 'Person', id })) },
      );
    const all = await ask(callers.nurse, ids);
    expect(all.data._entities.map((e) => e?.name)).toEqual(['引用甲', '援用子乙', '丙寅']);
    expect(all.statements).toBe((await ask(callers.nurse, ids.slice(0, 1))).statements);
    expect((await ask(callers.elsewhere, [...ids, 'x'])).data._entities).toEqual([null, null, null, null]);
    expect((await ask(callers.checker, ids)).data._entities).toEqual([null, null, null]);
  });
});

describe('searching', () => {
  const search = (
    text: string,
    more: Record<string, unknown> = {},
    caller: Parameters<Stack['graph']>[1] = callers.nurse,
  ) =>
    stack.graph<{
      searchPersons: { nodes: { id: string; name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }>('people', caller, SEARCH, { text, ...more });
  let id: string;
  const documentNumber = idNumber('2022-02-02', 20, 'F');
  beforeAll(async () => {
    const file = { sex: 'F', birthDate: '2022-02-02', guardians: [] };
    id = await made(stack, { ...file, name: '仇雪梅', documentNumber });
    for (const [i, name] of ['仇雪梅', '仇雪莲', '仇雪', '买买提·阿布'].entries())
      await made(stack, { ...file, name, documentNumber: idNumber('2022-02-02', 30 + i, 'F'), notDuplicateOf: [id] });
  });

  it('finds by document number and barcode, exactly', async () => {
    const [{ barcode } = { barcode: '' }] = await sql<{ barcode: string }>('select barcode from person where id = $1', [
      id,
    ]);
    for (const text of [documentNumber, ` ${documentNumber.toLowerCase()} `, barcode])
      expect((await search(text)).data.searchPersons.nodes.map((n) => n.id)).toEqual([id]);
    expect((await search(documentNumber.slice(0, 10))).data.searchPersons.nodes).toEqual([]);
  });

  it('finds by name, its beginning, pinyin and initials, whatever the spelling of the dot', async () => {
    const names = async (text: string) => (await search(text)).data.searchPersons.nodes.map((n) => n.name);
    expect(await names('仇雪')).toEqual(['仇雪', '仇雪梅', '仇雪梅', '仇雪莲'].sort());
    expect(await names('qxm')).toEqual(['仇雪梅', '仇雪梅']);
    expect(await names('qiu xue')).toHaveLength(4);
    expect(await names('买买提・阿布')).toEqual(['买买提·阿布']);
  });

  it('Q-08 finds by the phone of a guardian or of the person, by name with birth date, and by what sounds like it', async () => {
    const own = await made(stack, {
      name: '拉毛措',
      sex: 'F',
      birthDate: '1990-05-06',
      documentType: 'OTHER',
      documentNumber: null,
      phone: '13897003301',
      guardians: [],
    });
    const cared = await made(stack, {
      name: '陈静怡',
      sex: 'F',
      birthDate: '2023-03-04',
      documentType: 'OTHER',
      documentNumber: null,
      guardians: [{ relation: 'mother', name: '林春燕', phone: '13897003302' }],
    });
    const found = async (text: string, caller: Parameters<Stack['graph']>[1] = callers.nurse) => {
      const { nodes, isSimilar } = (
        await stack.graph<{ searchPersons: { nodes: { id: string }[]; isSimilar: boolean } }>(
          'people',
          caller,
          'query ($text: String!) { searchPersons(text: $text) { nodes { id } isSimilar } }',
          { text },
        )
      ).data.searchPersons;
      return [nodes.map((n) => n.id), isSimilar];
    };
    for (const text of ['13897003301', '138 9700 3301']) expect(await found(text)).toEqual([[own], false]);
    expect(await found('13897003302')).toEqual([[cared], false]);
    expect(await found('13897003302', callers.elsewhere)).toEqual([[], false]);
    expect(await found('13897003302', callers.partner)).toEqual([[], false]);
    for (const text of ['陈静怡 2023-03-04', '陈静怡20230304', '陈静 2023年3月4日', 'chenjingyi 2023-03-04'])
      expect(await found(text)).toEqual([[cared], false]);
    expect(await found('陈静怡 2023-03-05')).toEqual([[], false]);
    // Heard, not read: another character of the same sound, a sound many do not tell apart.
    for (const text of ['陈静宜', '程金怡 2023-03-04', '成敬仪']) expect(await found(text)).toEqual([[cared], true]);
    expect(await found('陈静宜', callers.partner)).toEqual([[], false]);
    await change(own, 1, { phone: '13897003303' });
    expect([await found('13897003301'), await found('13897003303')]).toEqual([
      [[], false],
      [[own], false],
    ]);
  });

  it('pages by key with a constant number of statements, and never outside the area', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    const statements = new Set<number>();
    do {
      const answer = await search('仇', { first: 1, after });
      const { nodes, pageInfo } = answer.data.searchPersons;
      seen.push(...nodes.map((n) => n.id));
      statements.add(answer.statements);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
    } while (after);
    expect(new Set(seen).size).toBe(4);
    expect(statements.size).toBe(1);
    for (const text of ['仇', documentNumber])
      expect((await search(text, {}, callers.elsewhere)).data.searchPersons.nodes).toEqual([]);
  });

  it('refuses an empty text, a page too large, a foreign cursor; a partner asks by number or whole name', async () => {
    const reason = async (text: string, more = {}, caller: Parameters<Stack['graph']>[1] = callers.nurse) =>
      (await search(text, more, caller)).errors[0]?.extensions;
    expect(await reason('  ')).toMatchObject({ field: 'text', reason: 'required' });
    expect(await reason('好'.repeat(61))).toMatchObject({ field: 'text', reason: 'too_long' });
    expect(await reason('好', { first: 501 })).toMatchObject({ field: 'first', reason: 'out_of_range' });
    expect(await reason('好', { after: 'x' })).toMatchObject({ field: 'after', reason: 'format' });
    const madeUp = Buffer.from(JSON.stringify(['a', 'b', 'c'])).toString('base64url');
    expect(await reason('好', { after: madeUp })).toEqual({ code: 'BAD_INPUT', reason: 'format' });
    expect(await reason('仇', {}, callers.partner)).toMatchObject({ field: 'text', reason: 'format' });
    const seen = async (text: string) => (await search(text, {}, callers.partner)).data.searchPersons.nodes;
    expect(await seen(documentNumber)).toEqual([{ id, name: '仇*梅' }]);
    expect(await seen('仇雪梅')).toContainEqual({ id, name: '仇*梅' });
    expect(await seen('仇雪')).toHaveLength(1);
    const [line] = await sql<{ detail: unknown }>(
      "select detail from audit_line where operation = 'Query.searchPersons' and role = 'partner' and detail->>'count' <> '0' order by seq limit 1",
    );
    expect(line?.detail).toEqual({ count: 1, persons: [id] });
  });
});
