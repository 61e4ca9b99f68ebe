import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { seedIdentity } from '@miaoben/identity/bulk';
import { start as startIdentity } from '@miaoben/identity/server';
import { type Em, newId, openNotice, query } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { type Caller, type Stack, startStack } from '@miaoben/tests/support/stack';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { start } from '../../server.ts';
import type { LicenceFileRow } from '../licence-file/licence-file.repository.ts';
import { makeFile } from '../licence-file/licence-file.worker.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';
import { remindOfLicences } from '../reminder/licence-reminder.service.ts';
import { insertLicences } from './licence.seed.ts';

const TODAY = '2026-11-28';
const COOK = { name: '马海明', phone: '13997110001', documentNumber: '630121199003071230' };
const WAITER = { name: '李秀英', phone: '13997110002', documentNumber: '630121198512120024' };
const ACCOUNT = { cook: newId(), waiter: newId() };
const cook: Caller = { role: 'guardian', account: ACCOUNT.cook };
const waiter: Caller = { role: 'guardian', account: ACCOUNT.waiter };
const ORIGIN = { issuerCode: '630121', division: '630121', source: 'test', batchId: null };
const cdc: Caller = { role: 'cdc', account: newId(), divisions: ['63'] };

const healthCertificate = (holder: typeof COOK, certificateCode: string, validTo: string, from = '2025-01-01') => ({
  holderName: holder.name,
  documentType: 'RESIDENT_ID',
  documentNumber: holder.documentNumber,
  sex: Number(holder.documentNumber[16]) % 2 === 1 ? '1' : '2',
  mobile: holder.phone,
  issueCategory: '1',
  certificateName: '从业人员健康证明',
  certificateCode,
  issuer: '大通县疾病预防控制中心',
  examiningBody: '大通县人民医院',
  validFrom: from,
  validTo,
  examinationDate: from,
});

interface Own {
  id: string;
  typeName: string;
  number: string;
  state: string;
  face: { fields: { key: string; value: string; masked: boolean }[] }[];
}

describe('licences of one’s own', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;
  const mine = async (caller: Caller) =>
    (
      await stack.graph<{ myLicences: Own[] }>(
        'certificates',
        caller,
        '{ myLicences { id typeName number state face { fields { key value masked } } } }',
      )
    ).data.myLicences;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { identity: startIdentity, certificates: start }, TODAY);
    const account = (id: string, login: string, holder: typeof COOK, realNameVerified: boolean) => ({
      ...{ id, login, password: 'Miaoben-2026!', displayName: holder.name, role: 'guardian' as const },
      guardian: { ...holder, documentType: 'RESIDENT_ID', realNameVerified },
    });
    const identity = stack.services.identity;
    await seedIdentity(identity.orm.em.fork() as Em, identity.keyring, {
      accounts: [account(ACCOUNT.cook, 'cook', COOK, true), account(ACCOUNT.waiter, 'waiter', WAITER, false)],
    });
    await takeLicenceTypes(em(), licenceTypes());
    await insertLicences(
      services(),
      'health_certificate',
      [
        healthCertificate(COOK, 'JK1', '2027-10-31', '2026-11-01'),
        healthCertificate(COOK, 'JK0', '2026-01-31'),
        healthCertificate(COOK, 'JK9', '2026-12-31'),
        healthCertificate(WAITER, 'JK2', '2026-12-31'),
      ],
      ORIGIN,
    );
  }, 60_000);
  afterAll(() => stack.stop());

  it('J-55 a holder sees all of the own document number, whole, and none before the real-name check', async () => {
    const licences = await mine(cook);
    expect(licences.map(({ number, state }) => [number, state]).sort()).toEqual([
      ['JK0', 'expired'],
      ['JK1', 'valid'],
      ['JK9', 'valid'],
    ]);
    const fields = licences[0]?.face.flatMap((group) => group.fields) ?? [];
    expect(fields.find(({ key }) => key === 'documentNumber')).toMatchObject({
      value: COOK.documentNumber,
      masked: false,
    });
    expect(await mine(waiter)).toEqual([]);
    const [line] = await query<{ account_id: string; detail: unknown }>(
      em(),
      `select account_id, detail from audit_line where operation = 'Query.myLicences'`,
    );
    expect(line).toMatchObject({ account_id: ACCOUNT.cook, detail: { rows: 3 } });
  });

  it('J-55 one that was voided stays in the list as such, after those in use', async () => {
    const one = (await mine(cook)).find(({ number }) => number === 'JK9');
    const voided = await stack.graph<{ voidLicence: Own }>(
      'certificates',
      cdc,
      'mutation ($c: ID!, $id: ID!) { voidLicence(commandId: $c, id: $id, reason: "体检结果更正") { state } }',
      { c: newId(), id: one?.id },
    );
    expect(voided.errors).toEqual([]);
    expect((await mine(cook)).map(({ number, state }) => [number, state]).at(-1)).toEqual(['JK9', 'revoked']);
  });

  describe('reminders of their ends', () => {
    const DAY = 86_400_000;
    const remind = (daysBefore: number, end = '2026-12-31') =>
      remindOfLicences(services(), new Date(Date.parse(`${end}T12:00:00+08:00`) - daysBefore * DAY));
    const told = async () =>
      (
        await query<{ payload: NoticeRequested }>(
          em(),
          `select payload from outbox where type = 'notice.requested' and payload ->> 'kind' like 'licence%' order by seq`,
        )
      ).map(({ payload: { kind, accountId, subjectId, sealed } }) => ({
        kind,
        accountId,
        subjectId,
        ...openNotice(services().keyring, sealed),
      }));

    it('J-55 asks once per licence and day threshold, and once when it has expired', async () => {
      // Only the waiter's ends on that day: the cook's of the same day was voided.
      const counts = [];
      for (const days of [40, 29, 28, 6, 6, -1, -2]) counts.push(await remind(days));
      expect(counts).toEqual([0, 1, 0, 1, 0, 1, 0]);
      const notices = await told();
      expect(notices.map(({ kind, accountId, params }) => [kind, accountId, params])).toEqual(
        ['licence_expiring', 'licence_expiring', 'licence_expired'].map((kind) => [
          kind,
          null,
          { licence: '健康证', date: '2026-12-31' },
        ]),
      );
      expect(notices[0]).toMatchObject({
        document: { type: 'RESIDENT_ID', number: WAITER.documentNumber },
        phone: WAITER.phone,
      });
    });

    it('J-55 an extended licence is reminded of again before its new end, in the inbox of its holder', async () => {
      const extend = (certificateCode: string, validTo: string) =>
        insertLicences(services(), 'health_certificate', [healthCertificate(COOK, certificateCode, validTo)], ORIGIN);
      await extend('JK5', '2027-02-28');
      expect(await remind(5, '2027-02-28')).toBe(1);
      await extend('JK5', '2028-02-28');
      expect(await remind(5, '2027-02-28')).toBe(0);
      expect(await remind(5, '2028-02-28')).toBe(1);
      await stack.services.identity.consumer.drain('certificates');
      const { data } = await stack.graph<{ myNotices: { nodes: { kind: string; subjectId: string }[] } }>(
        'identity',
        cook,
        '{ myNotices(first: 10) { nodes { kind subjectId } } }',
      );
      const licence = (await mine(cook)).find(({ number }) => number === 'JK5');
      expect(data.myNotices.nodes).toEqual(Array(2).fill({ kind: 'licence_expiring', subjectId: licence?.id }));
    });
  });

  describe('files of them', () => {
    interface LicenceFile {
      id: string;
      state: string;
      madeAt: string | null;
      until: string | null;
    }
    const PARTS = 'id state madeAt until';
    const request = (caller: Caller, licenceId: string, reload = false) =>
      stack.graph<{ requestLicenceFile: LicenceFile }>(
        'certificates',
        caller,
        `mutation ($c: ID!, $id: ID!, $r: Boolean!) { requestLicenceFile(commandId: $c, licenceId: $id, reload: $r) { ${PARTS} } }`,
        { c: newId(), id: licenceId, r: reload },
      );
    const read = async (id: string, caller = cook) =>
      (
        await stack.graph<{ licenceFile: LicenceFile }>(
          'certificates',
          caller,
          `query ($id: ID!) { licenceFile(id: $id) { ${PARTS} } }`,
          { id },
        )
      ).data?.licenceFile;
    const ready = async (licenceId: string, reload = false): Promise<LicenceFile> => {
      const { data } = await request(cook, licenceId, reload);
      await expect.poll(async () => (await read(data.requestLicenceFile.id))?.state, { timeout: 30_000 }).toBe('ready');
      return (await read(data.requestLicenceFile.id))!;
    };
    const addressOf = (id: string) =>
      stack.graph<{ fetchLicenceFile: string }>(
        'certificates',
        cook,
        'mutation ($c: ID!, $id: ID!) { fetchLicenceFile(commandId: $c, id: $id) }',
        { c: newId(), id },
      );
    const licenceOf = async (number: string) => (await mine(cook)).find((one) => one.number === number)!.id;
    const keptFile = async (id: string) =>
      (await query<{ file_id: string | null }>(em(), 'select file_id from licence_file where id = $1', [id]))[0]
        ?.file_id;
    const move = (id: string, hours: number) =>
      query(em(), `update licence_file set until = until + $2 * interval '1 hour' where id = $1`, [id, hours]);

    it('J-56 is made in the background when asked for, kept for 24 hours, and given again without being made anew', async () => {
      const licence = await licenceOf('JK1');
      const first = await ready(licence);
      expect(Date.parse(first.until!) - Date.parse(first.madeAt!)).toBe(24 * 3_600_000);
      expect((await request(cook, licence)).data.requestLicenceFile).toEqual(first);
      const { data } = await addressOf(first.id);
      const answer = await stack.file('certificates', data.fetchLicenceFile);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      const pdf = Buffer.from(await answer.arrayBuffer());
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      // On the disk it is sealed.
      const bytes = await readFile(services().files.path((await keptFile(first.id))!));
      expect(bytes.includes('%PDF-')).toBe(false);
      const [counted] = await query<{ licence_type: string; use: string }>(
        em(),
        'select licence_type, use from fetch_record where account_id = $1',
        [ACCOUNT.cook],
      );
      expect(counted).toEqual({ licence_type: 'health_certificate', use: 'downloaded' });
    });

    it('J-56 is loaded anew by hand, and cleaned away by schedule when its day is over', async () => {
      const licence = await licenceOf('JK1');
      const { data } = await request(cook, licence);
      const again = await ready(licence, true);
      expect(again.id).not.toBe(data.requestLicenceFile.id);
      expect((await read(data.requestLicenceFile.id))?.state).toBe('dropped');
      const kept = services().files.path((await keptFile(again.id))!);
      const { data: address } = await addressOf(again.id);
      await move(again.id, -24);
      expect((await read(again.id))?.state).toBe('dropped');
      expect((await stack.file('certificates', address.fetchLicenceFile)).status).toBe(404);
      expect((await addressOf(again.id)).errors[0]?.extensions).toMatchObject({
        code: 'CONFLICT',
        reason: 'wrong_state',
      });
      await expect.poll(() => keptFile(again.id)).toBeNull();
      expect(existsSync(kept)).toBe(false);
    });

    it('J-56 is withdrawn with its licence: an address given before leads nowhere, and none is made again', async () => {
      const licence = await licenceOf('JK5');
      const file = await ready(licence);
      const { data } = await addressOf(file.id);
      const voided = await stack.graph(
        'certificates',
        cdc,
        'mutation ($c: ID!, $id: ID!) { voidLicence(commandId: $c, id: $id, reason: "持证人离岗") { state } }',
        { c: newId(), id: licence },
      );
      expect(voided.errors).toEqual([]);
      expect((await stack.file('certificates', data.fetchLicenceFile)).status).toBe(404);
      expect((await read(file.id))?.state).toBe('dropped');
      await expect.poll(() => keptFile(file.id)).toBeNull();
      expect((await request(cook, licence)).errors[0]?.extensions).toMatchObject({
        code: 'CONFLICT',
        reason: 'wrong_state',
      });
    });

    it('J-56 is nobody else’s, and one that takes longer than it may is given up', async () => {
      const licence = await licenceOf('JK0');
      expect((await request(waiter, licence)).errors[0]?.extensions.code).toBe('NOT_FOUND');
      const file = await ready(licence);
      expect(await read(file.id, waiter)).toBeUndefined();
      const [row] = await query<LicenceFileRow>(em(), 'select * from licence_file where id = $1', [file.id]);
      await makeFile(em(), services(), row!, 0);
      expect((await read(file.id))?.state).toBe('failed');
      expect((await ready(licence)).id).not.toBe(file.id);
    });
  });
});
