import type { Caller, Stack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Counterpart } from '../../../../gateway/start/counterparts/counterpart.ts';
import { startMaternalCounterpart } from '../../../../gateway/start/counterparts/maternal.ts';
import { CLINIC, callers, idNumber, made, OTHER_CLINIC, startPeople } from '../../people.test-kit.ts';
import { fetchDueNewborns } from './newborn.fetch.ts';

let stack: Stack;
let system: Counterpart;
beforeAll(async () => {
  system = await startMaternalCounterpart(0, []);
  stack = await startPeople(inject('adminUrl'), { maternalUrl: system.url });
});
afterAll(async () => {
  await stack.stop();
  await system.stop();
});

const { nurse, midwife, cdc, elsewhere } = callers;
const PARTS = `id name idNumber state finding version news actions faults { field reason } mother { name children }
  candidates { person { id } reasons } file { id name documentType documentNumber managingClinic { id } guardians { relation name } }
  steps { action to by { id } }`;
interface Shown {
  id: string;
  name: string | null;
  idNumber: string | null;
  state: string;
  finding: string | null;
  version: number;
  news: string[];
  actions: string[];
  faults: { field: string; reason: string }[];
  mother: { name: string; children: number | null };
  candidates: { person: { id: string }; reasons: string[] }[];
  file: { id: string; name: string; documentType: string; managingClinic: { id: string }; guardians: unknown[] } | null;
  steps: { action: string }[];
}
let serial = 100;
/** Tells the system of a newborn; the same id again corrects it. */
async function tell(more: Record<string, unknown> = {}) {
  serial += 1;
  const newborn = {
    id: `FY${serial}`,
    name: `冶梦${'甲乙丙丁戊己庚辛壬癸'[serial % 10]}`,
    sex: 'F',
    birthDate: '2026-10-02',
    birthTime: null,
    birthWeightG: 3100,
    birthOrder: 1,
    idNumber: idNumber('2026-10-02', serial, 'F'),
    birthCertificate: `T630000${serial}`,
    mother: { name: '冶秀芳', documentNumber: null, phone: `13897002${serial}` },
    father: null,
    hbsag: 'negative',
    household: '630121100',
    residence: '630121100',
    residenceAddress: null,
    hospital: '大通县人民医院',
    ...more,
  };
  const answer = await fetch(`${system.url}/newborns`, { method: 'POST', body: JSON.stringify(newborn) });
  expect(answer.status).toBe(202);
  return newborn;
}
const ask = async <R>(caller: Caller, text: string, variables: Record<string, unknown> = {}) => {
  const answer = await stack.graph<Record<string, R>>('people', caller, text, { c: stack.newId(), ...variables });
  return { value: Object.values(answer.data ?? {})[0]!, fault: answer.errors[0]?.extensions };
};
const fetchAll = (caller: Caller = nurse) =>
  ask<{ received: number; fresh: number; changed: number }>(
    caller,
    'mutation($c: ID!) { fetchNewborns(commandId: $c) { received fresh changed unreadable } }',
  );
const list = async (caller: Caller = nurse) =>
  (await ask<{ nodes: Shown[] }>(caller, `{ newborns(first: 100) { nodes { ${PARTS} } } }`)).value.nodes;
const named = async (name: string) => (await list()).find((n) => n.name === name)!;
const file = (rows: unknown[], caller: Caller = nurse) =>
  ask<{ newbornId: string; personId: string | null; field: string | null; reason: string | null }[]>(
    caller,
    'mutation($c: ID!, $rows: [FileNewbornInput!]!) { fileNewborns(commandId: $c, rows: $rows) { newbornId personId field reason } }',
    { rows },
  );
const advance = (input: Record<string, unknown>, caller: Caller = nurse) =>
  ask<Shown>(
    caller,
    `mutation($c: ID!, $input: AdvanceNewbornInput!) { advanceNewborn(commandId: $c, input: $input) { ${PARTS} } }`,
    { input },
  );
const asRow = ({ id, version }: Shown) => ({ id, expectedVersion: version });

describe('newborns of the maternal-child system', () => {
  it('J-12 are fetched, each once, and get their files in one press; what is wrong is told row by row', async () => {
    const good = await tell();
    const wrong = await tell({ name: '冶错号', idNumber: `${idNumber('2026-10-02', 900, 'F').slice(0, 17)}Y` });
    const twice = await tell({ name: '冶重号', birthCertificate: good.birthCertificate, idNumber: null });
    expect((await fetchAll()).value).toMatchObject({ received: 3, fresh: 3, changed: 0, unreadable: 0 });
    expect((await fetchAll()).value).toMatchObject({ received: 0, fresh: 0 });
    await tell({ ...twice, birthCertificate: 'T630000999' });
    await tell(wrong);
    expect((await fetchAll()).value).toMatchObject({ received: 2, fresh: 0, changed: 1 });

    const rows = await list();
    const shown = new Map(rows.map((r) => [r.name, r]));
    expect(shown.get(good.name)).toMatchObject({ finding: 'ready', faults: [], mother: { children: 0 } });
    expect(shown.get(good.name)!.idNumber).toMatch(/\*/);
    expect(shown.get('冶错号')).toMatchObject({ finding: 'faulty', faults: [{ field: 'idNumber' }] });
    expect(shown.get('冶重号')).toMatchObject({ finding: 'ready' });

    const { value: outcome } = await file(rows.map(asRow));
    expect(outcome.filter((o) => o.personId !== null)).toHaveLength(2);
    expect(outcome.find((o) => o.newbornId === shown.get('冶错号')!.id)).toMatchObject({ field: 'idNumber' });
    const filed = await named(good.name);
    expect(filed).toMatchObject({
      state: 'filed',
      mother: { children: 1 },
      file: { name: good.name, documentType: 'RESIDENT_ID', managingClinic: { id: CLINIC } },
      steps: [{ action: 'create', to: 'filed', by: { id: 'nurse' } }],
    });
    // Told again, nothing is doubled.
    await tell(good);
    await fetchAll();
    expect((await file([asRow(await named(good.name))])).value).toMatchObject([
      { personId: null, reason: 'wrong_state' },
    ]);
    expect((await list()).filter((n) => n.name === good.name)).toHaveLength(1);
  });

  it('J-12 the parents’ counters follow the files by themselves', async () => {
    const mother = { name: '保生兰', documentNumber: null, phone: '13897004001' };
    const one = await tell({
      mother,
      name: '保大宝',
      birthDate: '2025-10-02',
      idNumber: idNumber('2025-10-02', 300, 'F'),
    });
    await fetchAll();
    await file([asRow(await named('保大宝'))]);
    const two = await tell({ mother, name: '保小宝' });
    await fetchAll();
    expect((await named('保小宝')).mother.children).toBe(1);
    await file([asRow(await named('保小宝'))]);
    expect((await named('保大宝')).mother.children).toBe(2);
    expect([one.name, two.name]).toEqual(['保大宝', '保小宝']);
  });

  it('J-12 S-11 the obstetric file of the child is offered, linked and completed, and can be parted again', async () => {
    const certificate = 'T630000777';
    const input = {
      id: stack.newId(),
      sex: 'F',
      birthDate: '2026-10-02',
      birthCertificate: certificate,
      mother: { name: '铁冬梅', phone: '13897005001', hbsag: 'positive' },
      household: '630121100',
      residence: '630121100',
      destinationBy: 'residence',
      destinationUnit: CLINIC,
    };
    const ward = await ask(
      midwife,
      'mutation($c: ID!, $input: NewBirthInput!) { openBirthFile(commandId: $c, input: $input) { id } }',
      { input },
    );
    expect(ward.fault).toBeUndefined();
    const newborn = await tell({
      name: '铁若兰',
      birthCertificate: certificate,
      mother: { name: '铁冬梅', documentNumber: null, phone: '13897005001' },
      father: { name: '铁成', documentNumber: null, phone: null },
    });
    await fetchAll();
    const shown = await named('铁若兰');
    expect(shown).toMatchObject({
      finding: 'exists',
      candidates: [{ person: { id: input.id }, reasons: ['same_document'] }],
    });
    expect((await file([asRow(shown)])).value).toMatchObject([
      { personId: null, field: 'documentNumber', reason: 'duplicate' },
    ]);
    const at = { id: shown.id, expectedVersion: shown.version };
    expect((await advance({ ...at, action: 'link' })).fault).toMatchObject({
      field: 'input.personId',
      reason: 'required',
    });
    expect((await advance({ ...at, action: 'link', personId: input.id })).value).toMatchObject({
      state: 'filed',
      news: [],
      file: {
        id: input.id,
        name: '铁若兰',
        documentType: 'RESIDENT_ID',
        guardians: [{ name: '铁冬梅' }, { name: '铁成' }],
      },
    });
    // The weight is corrected: nothing of the file is empty any more, so there is no news; the state stays.
    await tell({ ...newborn, birthWeightG: 3000 });
    await fetchAll();
    const again = await named('铁若兰');
    expect(again).toMatchObject({ state: 'filed', news: [] });
    expect((await advance({ id: again.id, expectedVersion: again.version, action: 'unlink' })).fault).toMatchObject({
      reason: 'required',
    });
    expect(
      (await advance({ id: again.id, expectedVersion: again.version, action: 'unlink', reason: '不是同一人' })).value,
    ).toMatchObject({ state: 'waiting', finding: 'exists', file: null });
  });

  it('J-12 a child that looks alike is created only after it was told apart; a refusal can be taken back', async () => {
    const other = await made(stack, {
      name: '冶相似',
      sex: 'F',
      birthDate: '2026-10-02',
      documentNumber: null,
      guardians: [{ relation: 'mother', name: '冶秀芳', phone: '13897006001' }],
    });
    await tell({ name: '冶相似', mother: { name: '冶秀芳', documentNumber: null, phone: '13897006001' } });
    await fetchAll();
    const shown = await named('冶相似');
    expect(shown).toMatchObject({ finding: 'alike', candidates: [{ person: { id: other } }] });
    expect(shown.candidates[0]!.reasons).toContain('same_name');
    expect((await file([asRow(shown)])).value).toMatchObject([{ reason: 'possible_duplicate' }]);
    const dismissed = await advance({
      id: shown.id,
      expectedVersion: shown.version,
      action: 'dismiss',
      reason: '已随父母迁走',
    });
    expect(dismissed.value).toMatchObject({ state: 'dismissed', actions: ['reopen'] });
    const back = await advance({ id: shown.id, expectedVersion: dismissed.value.version, action: 'reopen' });
    expect((await file([{ ...asRow(back.value), notDuplicateOf: [other] }])).value[0]!.personId).not.toBeNull();
  });

  it('J-12 stay with the area, tell disease control masked, and say when the system is away', async () => {
    const theirs = await tell({ name: '外县童', residence: '630123100', household: '630121100' });
    // Asked for by the county of the household, seen by the one of the residence.
    await fetchAll();
    expect((await list()).some((n) => n.name === theirs.name)).toBe(false);
    const there: Caller = { ...elsewhere, organisation: OTHER_CLINIC };
    expect((await list(there)).map((n) => [n.name, n.finding])).toEqual([[theirs.name, 'ready']]);
    expect((await list(cdc)).every((n) => n.actions.length === 0 && (n.name ?? '*').includes('*'))).toBe(true);
    expect((await fetchAll(cdc)).fault).toMatchObject({ code: 'FORBIDDEN' });
    const { config } = stack.services.people;
    config.maternalUrl = 'http://127.0.0.1:9';
    expect(await fetchDueNewborns(stack.services.people)).toBe(0);
    expect((await fetchAll()).fault).toMatchObject({ code: 'UNAVAILABLE' });
    config.maternalUrl = '';
    expect((await fetchAll()).fault).toMatchObject({ code: 'UNAVAILABLE' });
    config.maternalUrl = system.url;
    // By the clock: each county from where it was asked last, so that nothing comes twice.
    await tell({ name: '冶定时' });
    await tell({ name: '外县定时', residence: '630123100', household: '630123100' });
    expect(await fetchDueNewborns(stack.services.people)).toBe(2);
    expect(await fetchDueNewborns(stack.services.people)).toBe(0);
    expect((await named('冶定时')).finding).toBe('ready');
    expect((await list(there)).some((n) => n.name === '外县定时')).toBe(true);
    // A page of the screen, whatever is in it, keeps the budget.
    for (const state of ['waiting', 'filed', 'dismissed']) {
      const page = await stack.graph<{ newborns: { nodes: unknown[] } }>(
        'people',
        nurse,
        `query($f: NewbornFilterInput!) { newborns(filter: $f, first: 20) { nodes { id candidates { person { id guardians { name } } } file { id } } askedAt } }`,
        { f: { state } },
      );
      expect(page.errors).toEqual([]);
      expect([state, page.statements <= 12, page.statements]).toEqual([state, true, expect.any(Number)]);
      if (state !== 'dismissed') expect(page.data.newborns.nodes.length).toBeGreaterThan(0);
    }
  });
});
