import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { seedIdentity } from '@miaoben/identity/bulk';
import { start as startIdentity } from '@miaoben/identity/server';
import { type Em, query } from '@miaoben/kernel';
import { type SheetCell, SheetReader } from '@miaoben/kernel/sheets/reader';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { idNumber } from './id-number.test-kit.ts';
import { start } from './server.ts';

export { idNumber };

export const TODAY = '2026-11-21';
export const CLINIC = '01890000-0000-7000-8000-000000000001';
export const OTHER_CLINIC = '01890000-0000-7000-8000-000000000002';
export const WARD = '01890000-0000-7000-8000-000000000003';
const MOTHER = '01890000-0000-7000-8000-0000000000a1';
const UNVERIFIED = '01890000-0000-7000-8000-0000000000a2';
const STRANGER = '01890000-0000-7000-8000-0000000000a3';

export const callers = {
  nurse: { role: 'vaccinator', account: 'nurse', organisation: CLINIC, divisions: ['630121'] },
  /** of the same clinic */
  colleague: { role: 'vaccinator', account: 'colleague', organisation: CLINIC, divisions: ['630121'] },
  /** of the obstetric unit */
  midwife: { role: 'vaccinator', account: 'midwife', organisation: WARD, divisions: ['630121'] },
  /** of another county */
  elsewhere: { role: 'vaccinator', account: 'elsewhere', organisation: OTHER_CLINIC, divisions: ['630123'] },
  cdc: { role: 'cdc', account: 'cdc', divisions: ['6301'] },
  inspector: { role: 'inspector', account: 'inspector', divisions: ['630121'] },
  partner: { role: 'partner', account: 'partner', divisions: ['630121'], purpose: 'school' },
  checker: { role: 'school_checker', account: 'checker', divisions: ['630121'] },
  admin: { role: 'system_admin', account: 'admin', divisions: ['63'] },
  mother: { role: 'guardian', account: MOTHER },
  unverified: { role: 'guardian', account: UNVERIFIED },
  stranger: { role: 'guardian', account: STRANGER },
} as const satisfies Record<string, Caller>;

/** People with a real identity subgraph beside it: divisions, two clinics, three guardians. */
export async function startPeople(
  adminUrl: string,
  config: { provincesUrl?: string; healthRecordsUrl?: string; maternalUrl?: string } = {},
  others: Parameters<typeof startStack>[1] = {},
): Promise<Stack> {
  const stack = await startStack(adminUrl, { identity: startIdentity, people: start, ...others }, TODAY, config);
  const { orm, keyring } = stack.services.identity;
  const guardian = (id: string, displayName: string, phone: string, birth: string, realNameVerified: boolean) => ({
    id,
    login: `g-${id.slice(-4)}`,
    password: 'not-used-here-1',
    displayName,
    role: 'guardian' as const,
    guardian: { phone, documentType: 'RESIDENT_ID', documentNumber: idNumber(birth, 1, 'F'), realNameVerified },
  });
  await seedIdentity(orm.em as Em, keyring, {
    divisions: [
      { code: '63', name: '青海省', level: 'province', parentCode: null },
      { code: '6301', name: '西宁市', level: 'prefecture', parentCode: '63' },
      { code: '630121', name: '大通回族土族自治县', level: 'county', parentCode: '6301' },
      { code: '630121100', name: '桥头镇', level: 'township', parentCode: '630121' },
      { code: '630121101', name: '城关镇', level: 'township', parentCode: '630121' },
      { code: '630121204', name: '朔北藏族乡', level: 'township', parentCode: '630121' },
      { code: '630123', name: '湟源县', level: 'county', parentCode: '6301' },
      { code: '630123100', name: '城关镇', level: 'township', parentCode: '630123' },
    ],
    organisations: [
      { id: CLINIC, code: '630121100001', name: '桥头镇中心卫生院', kind: 'clinic', divisionCode: '630121100' },
      { id: WARD, code: '630121100003', name: '大通县人民医院产科', kind: 'obstetric', divisionCode: '630121100' },
      { id: OTHER_CLINIC, code: '630123100001', name: '湟源城关卫生院', kind: 'clinic', divisionCode: '630123100' },
    ],
    accounts: [
      guardian(MOTHER, '李娜', '13897000001', '1992-05-06', true),
      guardian(UNVERIFIED, '王芳', '13897000002', '1993-05-06', false),
      guardian(STRANGER, '赵敏', '13897000003', '1994-05-06', true),
    ],
  });
  // Transactions of other tests on the same server hold events back: a file made too early would be of a unit nobody has heard of.
  const people = stack.services.people;
  for (const until = Date.now() + 60_000; ; await setTimeout(50)) {
    await people.consumer.drain('identity');
    const [known] = await query<{ units: number }>(
      people.orm.em.fork() as Em,
      'select count(*)::int as units from organisation',
    );
    if (known?.units === 3) return stack;
    if (Date.now() > until) throw new Error('people did not hear of its units');
  }
}

export const child = (stack: Stack, more: Record<string, unknown> = {}) => ({
  id: stack.newId(),
  name: '张小明',
  sex: 'M',
  birthDate: '2024-03-01',
  documentType: 'RESIDENT_ID',
  documentNumber: idNumber('2024-03-01', 10, 'M'),
  residence: '630121100',
  guardians: [{ relation: 'mother', name: '李娜', phone: '13897000001' }],
  conditions: [],
  ...more,
});

export const CREATE = `mutation($commandId: ID!, $input: NewPersonInput!) { createPerson(commandId: $commandId, input: $input) {
  id name sex birthDate documentType documentNumber phone ethnicity residence { code } residenceAddress managingClinic { id }
  registrationState conditions birthWeightG barcode version guardians { relation name phone } } }`;

/** Makes a file as the nurse and gives its id. */
export async function made(
  stack: Stack,
  more: Record<string, unknown> = {},
  caller: Caller = callers.nurse,
): Promise<string> {
  const answer = await stack.graph<{ createPerson: { id: string } }>('people', caller, CREATE, {
    commandId: stack.newId(),
    input: child(stack, more),
  });
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
  return answer.data.createPerson.id;
}

/** Mutation.advanceFile as the nurse, or another. */
export const advanceFile = (stack: Stack, input: Record<string, unknown>, caller: Caller = callers.nurse) =>
  stack.graph<{
    advanceFile: {
      version: number;
      registrationState: string;
      actions: string[];
      ending: Record<string, string> | null;
    };
  }>(
    'people',
    caller,
    `mutation ($c: ID!, $input: AdvanceFileInput!) { advanceFile(commandId: $c, input: $input) {
      version registrationState actions ending { on reason note diedOn deletedOn } } }`,
    { c: stack.newId(), input },
  );

/** The rows of the .xlsx behind an address of people. */
export async function sheetAt(stack: Stack, url: string): Promise<SheetCell[][]> {
  const answer = await stack.file('people', url);
  if (answer.status !== 200) throw new Error(`the sheet was answered with ${answer.status}`);
  const folder = await mkdtemp(join(tmpdir(), 'miaoben-sheet-'));
  try {
    const path = join(folder, 'list.xlsx');
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    const reader = await SheetReader.open(path);
    const rows: SheetCell[][] = [];
    for await (const batch of reader.batches()) rows.push(...batch.map((r) => r.cells));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}
