import { type Em, newId, query } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Caller, type Stack, startStack } from '../../../../tests/support/stack.ts';
import { start } from '../../server.ts';
import { openValues } from '../licence/licence.entry.ts';
import type { LicenceDefinition } from './definition.ts';
import { migrateStep } from './licence-migration.service.ts';
import { takeLicenceTypes } from './licence-type.release.ts';

const TODAY = '2026-11-28';
const proposer: Caller = { role: 'cdc', account: newId(), divisions: ['63'], organisation: newId() };
const approver: Caller = { role: 'cdc', account: newId(), divisions: ['63'] };
const county: Caller = { role: 'cdc', account: newId(), divisions: ['630121'] };
const elsewhere: Caller = { role: 'inspector', account: newId(), divisions: ['6302'] };
const system: Caller = { role: 'system_admin', account: newId(), divisions: ['63'] };

describe('the life of a licence type', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, TODAY);
    await takeLicenceTypes(em(), licenceTypes());
  }, 60_000);
  afterAll(() => stack.stop());

  async function ask<T>(caller: Caller, document: string, variables: Record<string, unknown> = {}) {
    return stack.graph<T>('certificates', caller, document, variables);
  }
  async function told<T>(caller: Caller, document: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await ask<T>(caller, document, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  }
  const draft = (definition: LicenceDefinition, slug: string, hints: object = {}, caller = proposer) =>
    told<{
      draftLicenceType: {
        version: { version: number; typeCode: string; script: string; differences: { what: string }[] } | null;
        findings: { code: string; path: string }[];
      };
    }>(
      caller,
      `mutation ($c: ID!, $input: LicenceTypeDraftInput!) { draftLicenceType(commandId: $c, input: $input) {
        version { version typeCode script differences { what field } } findings { code path } } }`,
      {
        c: newId(),
        input: { slug, definition: JSON.stringify(definition), hints: JSON.stringify(hints), note: '按新标准修订' },
      },
    ).then((d) => d.draftLicenceType);
  const move = (caller: Caller, step: 'submit' | 'activate' | 'archive', typeCode: string, version: number) =>
    ask<Record<string, { state: string }>>(
      caller,
      `mutation ($c: ID!, $t: ID!, $v: Int!) { ${step}LicenceType(commandId: $c, typeCode: $t, version: $v) { state } }`,
      { c: newId(), t: typeCode, v: version },
    );
  const decide = (caller: Caller, typeCode: string, version: number, approved: boolean, note: string | null = null) =>
    ask<{ decideLicenceType: { state: string } }>(
      caller,
      `mutation ($c: ID!, $t: ID!, $v: Int!, $a: Boolean!, $n: String) {
        decideLicenceType(commandId: $c, typeCode: $t, version: $v, approved: $a, note: $n) { state } }`,
      { c: newId(), t: typeCode, v: version, a: approved, n: note },
    );
  async function putIntoForce(typeCode: string, version: number): Promise<void> {
    expect((await move(proposer, 'submit', typeCode, version)).errors).toEqual([]);
    expect((await decide(approver, typeCode, version, true)).errors).toEqual([]);
    expect((await move(proposer, 'activate', typeCode, version)).errors).toEqual([]);
  }
  const definitionOf = async (slug: string): Promise<{ code: string; definition: LicenceDefinition }> => {
    const { licenceType } = await told<{ licenceType: { code: string; definition: string } }>(
      system,
      'query ($s: String!) { licenceType(slug: $s) { code definition } }',
      { s: slug },
    );
    return { code: licenceType.code, definition: JSON.parse(licenceType.definition) };
  };
  const generate = (type: string, rows: object[]) =>
    told<{ generateLicences: { licences: string[]; findings: { row: number; field: string; code: string }[] } }>(
      proposer,
      `mutation ($c: ID!, $t: String!, $r: [String!]!) { generateLicences(commandId: $c, type: $t, rows: $r) { licences findings { row field code } } }`,
      { c: newId(), t: type, r: rows.map((r) => JSON.stringify(r)) },
    ).then((d) => d.generateLicences);
  const list = (
    caller: Caller,
    type: string,
    filters: { field: string; value: string }[] = [],
    first = 50,
    after?: string,
  ) =>
    ask<{
      licences: {
        nodes: {
          id: string;
          number: string;
          state: string;
          isValid: boolean;
          columns: { key: string; value: string; masked: boolean }[];
        }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }>(
      caller,
      `query ($t: String!, $f: [LicenceFilterInput!]!, $n: Int!, $a: String) { licences(type: $t, filters: $f, first: $n, after: $a) {
        nodes { id number state isValid columns { key value masked } } pageInfo { hasNextPage endCursor } } }`,
      { t: type, f: filters, n: first, a: after ?? null },
    );

  it('J-38 finds types by name and time of creation and shows each field, the primary key and the business date', async () => {
    const page = async (variables: object) =>
      (
        await told<{ licenceTypes: { nodes: { slug: string; definition: string }[] } }>(
          system,
          'query ($n: String, $from: Date, $to: Date) { licenceTypes(name: $n, createdFrom: $from, createdTo: $to) { nodes { slug definition } } }',
          variables as Record<string, unknown>,
        )
      ).licenceTypes.nodes;
    expect((await page({ n: '健康证' })).map((t) => t.slug)).toEqual(['health_certificate']);
    expect(await page({})).toHaveLength(12);
    expect(await page({ to: '2020-01-01' })).toEqual([]);
    const definition = JSON.parse((await page({ n: '健康证' }))[0]?.definition ?? '{}') as LicenceDefinition;
    expect(definition).toMatchObject({
      primaryKey: ['documentNumber', 'certificateCode'],
      businessDate: 'examinationDate',
    });
    expect(definition.fields.find((f) => f.key === 'certificateCode')).toMatchObject({
      type: 'text',
      maxLength: 40,
      definition: '颁证单位编定的证照号码',
    });
    const fields = (await page({})).flatMap((t) => (JSON.parse(t.definition) as LicenceDefinition).fields);
    expect(fields.filter((f) => !f.definition)).toEqual([]);
  });

  it('J-37 a thirteenth type is data alone: list, filters, face and validation follow', async () => {
    const { definition } = await definitionOf('blood_donation_certificate');
    const made: LicenceDefinition = {
      ...definition,
      name: { zh: '消毒员岗位证', en: 'Disinfection post certificate' },
      fields: [
        {
          key: 'number',
          label: { zh: '编号', en: 'Number' },
          type: 'text',
          required: true,
          personal: false,
          maxLength: 12,
        },
        { key: 'who', label: { zh: '姓名', en: 'Name' }, type: 'text', required: true, personal: true, maxLength: 20 },
        {
          key: 'issuer',
          label: { zh: '单位', en: 'Issuer' },
          type: 'text',
          required: true,
          personal: false,
          maxLength: 40,
        },
        { key: 'on', label: { zh: '日期', en: 'Date' }, type: 'date', required: true, personal: false },
        {
          key: 'grade',
          label: { zh: '等级', en: 'Grade' },
          type: 'code',
          required: true,
          personal: false,
          codes: [
            { code: '1', zh: '初级', en: 'Junior' },
            { code: '2', zh: '高级', en: 'Senior' },
          ],
        },
      ],
      primaryKey: ['number'],
      businessDate: 'on',
      core: { number: 'number', holderName: 'who', issuerName: 'issuer', issueDate: 'on' },
      applications: [{ kind: 'change', fields: ['grade'] }],
      listColumns: ['$number', 'who'],
      filters: ['who', 'grade', 'issuer'],
      managementColumns: ['who', 'grade'],
      face: { groups: [{ title: null, fields: ['grade', 'who', 'on'] }], qr: false },
      rules: [],
      metadata: {},
    };
    const stored = await draft(made, 'disinfection_post_certificate');
    expect(stored.version).toMatchObject({ version: 1, typeCode: '11100000000013610B013' });
    await putIntoForce('11100000000013610B013', 1);
    const wrong = await generate('disinfection_post_certificate', [
      { number: '1234567890123', who: '马文', issuer: '大通县疾控', on: '2026-13-01', grade: '中级' },
    ]);
    expect(wrong).toEqual({
      licences: [],
      findings: [
        { row: 1, field: 'number', code: 'too_long' },
        { row: 1, field: 'on', code: 'date_impossible' },
        { row: 1, field: 'grade', code: 'unknown_code' },
      ],
    });
    const { licences } = await generate('disinfection_post_certificate', [
      { number: 'A1', who: '马文', issuer: '大通县疾控中心', on: '2026-11-01', grade: '高级' },
      { number: 'A2', who: '李青', issuer: '互助县疾控中心', on: '2026-11-02', grade: '初级' },
    ]);
    expect(licences).toHaveLength(2);
    const numbers = async (field: string, value: string) =>
      (await list(approver, 'disinfection_post_certificate', [{ field, value }])).data.licences.nodes.map(
        (l) => l.number,
      );
    expect(await numbers('who', '马文')).toEqual(['A1']);
    expect(await numbers('who', '马')).toEqual([]);
    expect(await numbers('issuer', '互助')).toEqual(['A2']);
    expect(await numbers('grade', '高级')).toEqual(['A1']);
    const refused = await list(approver, 'disinfection_post_certificate', [{ field: 'on', value: '2026-11-01' }]);
    expect(refused.errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', reason: 'unknown_code' });
    const { licence } = await told<{ licence: { face: { fields: { label: string; value: string }[] }[] } }>(
      approver,
      'query ($id: ID!) { licence(id: $id) { face { fields { label value } } } }',
      { id: licences[0] },
    );
    expect(licence.face[0]?.fields).toEqual([
      { label: '等级', value: '高级' },
      { label: '姓名', value: '马文' },
      { label: '日期', value: '2026-11-01' },
    ]);
  });

  it('J-40 is approved by another than who proposed it, and only then put into force', async () => {
    const { code, definition } = await definitionOf('village_doctor_certificate');
    const changed = structuredClone(definition);
    changed.fields.find((f) => f.key === 'scope')!.maxLength = 300;
    const same = await draft(definition, 'village_doctor_certificate');
    expect((await move(proposer, 'submit', code, same.version!.version)).errors[0]?.extensions.reason).toBe(
      'wrong_state',
    );
    const { version } = await draft(changed, 'village_doctor_certificate');
    expect(version).toMatchObject({ version: 2, differences: [{ what: 'field_length', field: 'scope' }] });
    expect((await move(proposer, 'activate', code, 2)).errors[0]?.extensions.reason).toBe('wrong_state');
    expect((await move(county, 'submit', code, 2)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await move(proposer, 'submit', code, 2)).errors).toEqual([]);
    expect((await decide(proposer, code, 2, true)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await decide(approver, code, 2, false)).errors[0]?.extensions).toMatchObject({
      field: 'note',
      reason: 'required',
    });
    expect((await decide(approver, code, 2, false, '请补充依据')).data.decideLicenceType.state).toBe('refused');
    const second = await draft(changed, 'village_doctor_certificate');
    expect(second.version?.version).toBe(3);
    await putIntoForce(code, 3);
    const { licenceTypeVersions } = await told<{
      licenceTypeVersions: { version: number; state: string; activeFrom: string | null }[];
    }>(system, 'query ($t: ID!) { licenceTypeVersions(typeCode: $t) { version state activeFrom } }', { t: code });
    expect(licenceTypeVersions.map((v) => [v.version, v.state, v.activeFrom !== null])).toEqual([
      [3, 'active', true],
      [2, 'refused', false],
      [1, 'archived', true],
    ]);
  });

  it('J-39 notes who changed what, when, before and after', async () => {
    const { code } = await definitionOf('village_doctor_certificate');
    const { licenceTypeLog } = await told<{
      licenceTypeLog: {
        action: string;
        accountId: string | null;
        at: string;
        differences: { what: string; field: string; before: string; after: string }[];
      }[];
    }>(
      system,
      'query ($t: ID!) { licenceTypeLog(typeCode: $t) { action accountId at differences { what field before after } } }',
      { t: code },
    );
    expect(licenceTypeLog.map((l) => l.action)).toEqual([
      'activated',
      'approved',
      'submitted',
      'drafted',
      'refused',
      'submitted',
      'drafted',
      'drafted',
      'released',
    ]);
    expect(licenceTypeLog[0]?.accountId).toBe(proposer.account);
    expect(licenceTypeLog[1]?.accountId).toBe(approver.account);
    expect(licenceTypeLog[0]?.differences).toEqual([
      { what: 'field_length', field: 'scope', before: '100', after: '300' },
    ]);
  });

  it('J-37 refuses a definition with a member it does not know, and stores nothing', async () => {
    const { code, definition } = await definitionOf('nurse_practice_certificate');
    const { version, findings } = await draft(
      { ...definition, colour: 'red' } as LicenceDefinition,
      'nurse_practice_certificate',
    );
    expect({ version, findings }).toEqual({ version: null, findings: [{ code: 'unknown_member', path: 'colour' }] });
    const rows = await query<{ n: number }>(
      em(),
      'select count(*)::int as n from licence_type_version where type_code = $1',
      [code],
    );
    expect(rows[0]?.n).toBe(1);
  });

  const nurse = (number: string, place: string) => ({
    number,
    holderName: '马秀英',
    sex: '女',
    idNumber: '630121198512120024',
    place,
    category: '临床护理',
    issuer: '大通县卫生健康局',
    validFrom: '2024-01-01',
    validTo: '2029-01-01',
    issueDate: '2024-01-01',
    licenceState: '有效',
    education: '2024年25学分',
  });

  it('J-40 carries stored licences over, resumes where it stopped, reports what no longer fits and loses nothing', async () => {
    const { code, definition } = await definitionOf('nurse_practice_certificate');
    const { licences } = await generate('nurse_practice_certificate', [
      nurse('N1', '桥头镇卫生院'),
      nurse('N2', '大通县妇幼保健计划生育服务中心'),
      nurse('N3', '长宁镇卫生院'),
    ]);
    expect(licences).toHaveLength(3);
    const next = structuredClone(definition);
    next.fields.find((f) => f.key === 'place')!.maxLength = 10;
    next.fields = next.fields.filter((f) => f.key !== 'education');
    next.face.groups = next.face.groups.filter((g) => !g.fields.includes('education'));
    next.applications = [{ kind: 'change', fields: ['place'] }];
    next.fields.push({
      key: 'region',
      label: { zh: '地区', en: 'Region' },
      type: 'text',
      required: true,
      personal: false,
      maxLength: 20,
    });
    const { version } = await draft(next, 'nurse_practice_certificate', { defaults: { region: '西宁市' } });
    expect(JSON.parse(version?.script ?? '[]')).toEqual([
      { step: 'archive', field: 'education' },
      { step: 'length', field: 'place', from: 200, to: 10 },
      { step: 'add', field: 'region', value: '西宁市' },
      { step: 'reindex' },
    ]);
    await putIntoForce(code, 2);
    // The background of the subgraph works too: whoever comes first takes the step, and none is done twice.
    for (let i = 0; i < 50; i += 1) await migrateStep(services(), 1);
    const { licenceMigration } = await told<{
      licenceMigration: { id: string; state: string; done: number; total: number; unfit: number };
    }>(approver, 'query ($t: ID!) { licenceMigration(typeCode: $t) { id state done total unfit } }', { t: code });
    expect(licenceMigration).toMatchObject({ state: 'done', done: 3, total: 3, unfit: 1 });
    const { licenceMisfits } = await told<{ licenceMisfits: { number: string; findings: string[] }[] }>(
      approver,
      'query ($m: ID!) { licenceMisfits(migrationId: $m) { number findings } }',
      { m: licenceMigration.id },
    );
    expect(licenceMisfits).toEqual(
      [{ licenceId: undefined, number: 'N2', findings: ['place too_long'] }].map(({ number, findings }) => ({
        number,
        findings,
      })),
    );
    const rows = await query<{ number: string; type_version: number; sealed: string; archived: string | null }>(
      em(),
      'select number, type_version, sealed, archived from licence where type_code = $1 order by number',
      [code],
    );
    const open = (text: string | null) => (text === null ? null : openValues(services().keyring, text));
    expect(rows.map((r) => [r.number, r.type_version])).toEqual([
      ['N1', 2],
      ['N2', 1],
      ['N3', 2],
    ]);
    expect(open(rows[0]!.sealed)).toMatchObject({ region: '西宁市', place: '桥头镇卫生院' });
    expect(open(rows[0]!.archived)).toEqual({ education: ['2024年25学分'] });
    expect(open(rows[1]!.sealed)).toMatchObject({
      place: '大通县妇幼保健计划生育服务中心',
      education: ['2024年25学分'],
    });
    // A row that was not carried over is still found and read, by the definition it was written under.
    const { data } = await list(approver, 'nurse_practice_certificate', [{ field: 'holderName', value: '马秀英' }]);
    expect(data.licences.nodes.map((l) => l.number).sort()).toEqual(['N1', 'N2', 'N3']);
  });

  it('Q-93 shows a system administrator definitions, but no licence', async () => {
    expect((await list(system, 'nurse_practice_certificate')).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await definitionOf('nurse_practice_certificate')).definition.fields.length).toBeGreaterThan(10);
  });

  it('J-45 J-42 voids with a reason and keeps the row; the log stays, is searched and comes as .xlsx; J-100 the totals follow', async () => {
    const page = await list(approver, 'nurse_practice_certificate', [], 2);
    expect(page.data.licences.pageInfo.hasNextPage).toBe(true);
    const rest = await list(approver, 'nurse_practice_certificate', [], 2, page.data.licences.pageInfo.endCursor);
    expect(rest.data.licences.nodes).toHaveLength(1);
    expect((await list(elsewhere, 'nurse_practice_certificate')).data.licences.nodes).toEqual([]);
    const [one] = page.data.licences.nodes;
    expect(one?.columns.find((c) => c.key === 'holderName')).toEqual({
      key: 'holderName',
      value: '马*英',
      masked: true,
    });
    const voided = (caller: Caller, reason: string) =>
      ask<{ voidLicence: { state: string; isValid: boolean } }>(
        caller,
        'mutation ($c: ID!, $id: ID!, $r: String!) { voidLicence(commandId: $c, id: $id, reason: $r) { state isValid } }',
        { c: newId(), id: one?.id, r: reason },
      );
    expect((await voided(approver, ' ')).errors[0]?.extensions).toMatchObject({ field: 'reason', reason: 'required' });
    expect((await voided({ ...county, divisions: ['632321'] }, '注销')).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await voided(approver, '持证人申请注销')).data.voidLicence).toEqual({ state: 'revoked', isValid: false });
    expect((await voided(approver, '再次')).errors[0]?.extensions.reason).toBe('already_voided');
    const log = await told<{
      licenceLog: {
        fileUrl: string;
        nodes: { kind: string; number: string; rows: number; reason: string | null; type: string }[];
      };
    }>(
      approver,
      `query { licenceLog(filter: { type: "nurse_practice_certificate" }) { fileUrl nodes { type kind number rows reason } } }`,
    );
    expect(log.licenceLog.nodes.map((l) => [l.kind, l.rows, l.reason])).toEqual(
      expect.arrayContaining([
        ['voided', 1, '持证人申请注销'],
        ['generated', 3, null],
      ]),
    );
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    const searched = async (filter: object) =>
      (
        await told<{ licenceLog: { nodes: { kind: string; at: string }[] } }>(
          approver,
          'query ($f: LicenceLogFilterInput) { licenceLog(filter: $f) { nodes { kind at } } }',
          { f: { type: 'nurse_practice_certificate', ...filter } },
        )
      ).licenceLog.nodes.map(({ kind }) => kind);
    expect(await searched({ kind: 'voided', from: today, to: today })).toEqual(['voided']);
    expect(await searched({ to: '2020-01-01' })).toEqual([]);
    expect(await searched({ licence: one?.id })).toEqual(['voided']);
    const file = await stack.file('certificates', log.licenceLog.fileUrl);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toContain('spreadsheetml');
    expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    const { licenceCounts } = await told<{
      licenceCounts: { state: string; isValid: boolean; licences: number; issuerName: string }[];
    }>(approver, 'query { licenceCounts(type: "nurse_practice_certificate") { state isValid licences issuerName } }');
    expect(licenceCounts).toEqual([
      { state: 'revoked', isValid: false, licences: 1, issuerName: '大通县卫生健康局' },
      { state: 'valid', isValid: true, licences: 2, issuerName: '大通县卫生健康局' },
    ]);
  });
});
