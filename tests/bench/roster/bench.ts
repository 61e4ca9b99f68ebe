import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedIdentity } from '@miaoben/identity/bulk';
import { type Em, newId, query } from '@miaoben/kernel';
import { type OutputCell, writeSheets } from '@miaoben/kernel/sheets/writer';
import { demoClinics } from '@miaoben/seeds/demo/organisations';
import { loadPopulation } from '@miaoben/seeds/load/population';
import { referenceRows } from '@miaoben/seeds/load/reference';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';
import { seedReference } from '@miaoben/vaccines/bulk';
import { startPostgres } from '../../../gateway/start/postgres.ts';
import { startAllSubgraphs, startGatewayOver } from '../../support/all-subgraphs.ts';
import { operate } from '../../support/client.ts';
import { rounded } from '../statistics.ts';
import { classOf, generatePupils, PUPILS, ROSTER_DAY } from './pupils.ts';

/**
 * Question: how long does a school wait for the verdicts of a list? A list of 2,000 pupils with their files goes through the gateway:
 * announced, uploaded, read, matched, judged by the engine, taken into the round. Gate: verdicts within 10 s on two cores.
 */
const GATE_SECONDS = 10;
const DIVISION = '630121';
const say = (text: string) => void process.stdout.write(`${text}\n`);

const HEADER = ['姓名', '性别', '出生日期', '证件类型', '证件号码', '年级', '班级'];
const cells = (p: GeneratedPerson, i: number): OutputCell[] => [
  p.name,
  p.sex === 'M' ? '男' : '女',
  p.birthDate,
  '居民身份证',
  p.documentNumber,
  '一年级',
  classOf(i),
];

/** @param options `--pupils N`, 2,000 when left out */
export async function run(options: string[]): Promise<boolean> {
  const pupils = options.includes('--pupils') ? Number(options[options.indexOf('--pupils') + 1]) : PUPILS;
  const folder = await mkdtemp(join(tmpdir(), 'miaoben-roster-'));
  await chmod(folder, 0o755);
  const postgres = process.env.DATABASE_URL ? undefined : await startPostgres(folder, 0, true);
  const stack = await startAllSubgraphs(process.env.DATABASE_URL ?? postgres!.url, ROSTER_DAY);
  const gateway = await startGatewayOver(stack);
  try {
    return await measure(stack, gateway.url, pupils);
  } finally {
    await gateway.stop();
    await stack.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  stack: Awaited<ReturnType<typeof startAllSubgraphs>>,
  gateway: string,
  pupils: number,
): Promise<boolean> {
  const { people, vaccines, certificates, identity } = stack.services;
  const em = () => certificates.orm.em.fork() as Em;
  await seedReference(vaccines.orm, referenceRows());
  const persons = generatePupils(pupils);
  const clinics = new Map(demoClinics().map((c) => [c.code, { id: newId(), name: c.code }]));
  const targets = {
    keyring: people.keyring,
    identity: identity.orm,
    people: people.orm,
    vaccines: vaccines.orm,
    close: async () => undefined,
  };
  const { doses } = await loadPopulation(targets, persons, clinics, ROSTER_DAY);
  const organisation = newId();
  await seedIdentity(identity.orm.em.fork() as Em, identity.keyring, {
    divisions: [
      { code: DIVISION, name: '大通县', level: 'county', parentCode: null },
      { code: `${DIVISION}100`, name: '桥头镇', level: 'township', parentCode: DIVISION },
    ],
    organisations: [
      { id: organisation, code: '3163012199', name: '测试小学', kind: 'school', divisionCode: `${DIVISION}100` },
    ],
  });
  await certificates.consumer.drain('identity');
  for (let held = 0; held < persons.length; await sleep(50)) {
    await certificates.consumer.drain('people');
    held = (await query<{ n: number }>(em(), 'select count(*)::int as n from holder'))[0]?.n ?? 0;
  }
  // What the others still learn of the files that were just made is no part of a school's waiting.
  for (const other of [vaccines, stack.services.statistics])
    for (const source of ['people', 'vaccines'] as const) await other.consumer.drain(source);
  say(`${persons.length} files with ${doses} doses`);

  const token = (role: 'cdc' | 'school_checker') =>
    stack.token({ role, account: randomUUID(), organisation, divisions: [DIVISION] });
  const [cdc, checker] = [await token('cdc'), await token('school_checker')];
  const ask = async <T>(bearer: string, name: string, variables: Record<string, unknown>): Promise<T> => {
    const { data, errors, text } = await operate<Record<string, T>>(
      { graphql: `${gateway}/graphql` },
      bearer,
      name,
      variables,
    );
    const [value] = Object.values(data ?? {});
    if (errors.length > 0 || value === undefined) throw new Error(`${name}: ${text.slice(0, 300)}`);
    return value;
  };
  const round = await ask<{ id: string }>(cdc, 'OpenSchoolRound', {
    commandId: newId(),
    input: { code: '20261', division: DIVISION, termStart: '2026-11-01' },
  });
  const file = await workbook(persons);

  const began = performance.now();
  const check = await ask<{ id: string; uploadUrl: string }>(checker, 'StartSchoolCheck', {
    commandId: newId(),
    title: '新生',
    fileName: 'a.xlsx',
    size: file.length,
    roundId: round.id,
  });
  const stored = await fetch(`${gateway}${check.uploadUrl}`, { method: 'PUT', body: file as BodyInit });
  if (stored.status !== 204) throw new Error(`the upload was answered with ${stored.status}`);
  let state: { state: string; counts: { verdict: string; count: number }[] } | undefined;
  while (state?.state !== 'ready' && state?.state !== 'failed') {
    await sleep(100);
    [state] = await ask<NonNullable<typeof state>[]>(checker, 'SchoolChecks', {});
  }
  const judged = (performance.now() - began) / 1000;
  await ask(checker, 'ConfirmSchoolCheck', { commandId: newId(), id: check.id });
  const taken = (performance.now() - began) / 1000;
  const bare = await bareInsert(em(), check.id);
  const passed = state.state === 'ready' && judged <= GATE_SECONDS;
  say(`verdicts   ${rounded(judged, 2)} s, ${Math.round(pupils / judged)} pupils/s: ${JSON.stringify(state.counts)}`);
  say(
    `in the round after ${rounded(taken, 2)} s; ${rounded(judged / bare, 0)} times a bare insert of the rows (${rounded(bare, 3)} s)`,
  );
  say(`  ${passed ? 'ok    ' : 'MISSED'} verdicts of ${pupils} pupils within ${GATE_SECONDS} s`);
  return passed;
}

async function workbook(persons: readonly GeneratedPerson[]): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  const rows = [HEADER, ...persons.map(cells)];
  for await (const chunk of writeSheets([{ name: '名单', columns: [], rows }])) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Seconds a plain copy of the judged rows takes: what no design can be faster than. */
async function bareInsert(em: Em, checkId: string): Promise<number> {
  const began = performance.now();
  await query(
    em,
    `insert into school_check_row (check_id, number, verdict, sealed)
     select check_id, number + 1000000, verdict, sealed from school_check_row where check_id = $1`,
    [checkId],
  );
  return (performance.now() - began) / 1000;
}
