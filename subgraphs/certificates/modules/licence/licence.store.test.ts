import { type Em, query } from '@miaoben/kernel';
import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Stack, startStack } from '../../../../tests/support/stack.ts';
import { start } from '../../server.ts';
import { validateRow } from '../licence-type/definition.validate.ts';
import { takeLicenceTypes } from '../licence-type/licence-type.release.ts';
import { activeTypeOf, activeTypes } from '../licence-type/licence-type.repository.ts';
import { openValues } from './licence.entry.ts';
import { storeLicences } from './licence.store.ts';

const TODAY = '2026-11-28';
const ORIGIN = { issuerCode: '630121', division: '630121', source: 'test', batchId: null };

describe('the store of licences', () => {
  let stack: Stack;
  const services = () => stack.services.certificates;
  const em = () => services().orm.em.fork() as Em;
  beforeAll(async () => {
    stack = await startStack(inject('adminUrl'), { certificates: start }, TODAY);
    await takeLicenceTypes(em(), licenceTypes());
  }, 60_000);
  afterAll(() => stack.stop());

  const healthCertificate = (code: string, more: Record<string, unknown> = {}) => ({
    holderName: '马海明',
    documentType: 'RESIDENT_ID',
    documentNumber: '630121199003071230',
    sex: '男',
    age: 36,
    issueCategory: '食品',
    certificateName: '食品从业人员健康证',
    certificateCode: code,
    issuer: '大通县疾病预防控制中心',
    examiningBody: '大通县人民医院',
    validFrom: '2026-03-01',
    validTo: '2027-02-28',
    examinationDate: '2026-02-27',
    ...more,
  });
  const store = (rows: Record<string, unknown>[]) =>
    em().transactional(async (inner) => {
      const type = await activeTypeOf(inner as Em, 'health_certificate');
      if (!type) throw new Error('no health certificates');
      const values = rows.map((row) => {
        const read = validateRow(type.definition, row, TODAY);
        expect(read.findings).toEqual([]);
        return read.values;
      });
      return storeLicences(inner as Em, services(), type, values, ORIGIN, { account: 'tester', kind: 'collected' });
    });

  it('J-37 brings twelve types, each with a partition of its own, and takes them again without a change', async () => {
    await takeLicenceTypes(em(), licenceTypes());
    const types = await activeTypes(em());
    expect(types.map((t) => t.slug)).toHaveLength(12);
    const parts = await query<{ n: number }>(
      em(),
      `select count(*)::int as n from pg_inherits where inhparent = 'licence'::regclass`,
    );
    expect(parts[0]?.n).toBe(12);
  });

  it('J-43 keeps the newest of a key, J-42 with source and time, and counts what it holds', async () => {
    const first = await store([healthCertificate('A1'), healthCertificate('A2', { validTo: '2026-03-31' })]);
    expect(first).toMatchObject({ added: 2, overwritten: 0 });
    const again = await store([healthCertificate('A1', { mobile: '13800000000' }), healthCertificate('A3')]);
    expect(again).toMatchObject({ added: 1, overwritten: 1 });
    expect(again.ids[0]).toBe(first.ids[0]);
    const rows = await query<{ sealed: string; identifier: string; source: string; state: string; search: unknown }>(
      em(),
      'select sealed, identifier, source, state, search from licence order by number',
    );
    expect(rows.map((r) => r.state)).toEqual(['valid', 'expired', 'valid']);
    expect(rows[0]?.identifier).toMatch(
      /^1\.2\.156\.3005\.2\.11100000000013610B012\.630121\.[0-9A-F]{32}\.002\.[0-9A-Z]$/,
    );
    expect(openValues(services().keyring, rows[0]?.sealed ?? '')).toMatchObject({ mobile: '13800000000', sex: '1' });
    expect(JSON.stringify(rows)).not.toContain('630121199003071230');
    const counts = await query<{ state: string; licences: string }>(
      em(),
      'select state, licences from licence_count where licences > 0 order by state',
    );
    expect(counts).toEqual([
      { state: 'expired', licences: '1' },
      { state: 'valid', licences: '2' },
    ]);
  });

  it('J-42 J-45 refuses to remove a licence or a line of its log', async () => {
    await expect(query(em(), 'delete from licence')).rejects.toThrow(/kept for ever/);
    await expect(query(em(), 'delete from licence_log')).rejects.toThrow(/kept for ever/);
    await expect(query(em(), `update licence_log set reason = 'x'`)).rejects.toThrow(/kept for ever/);
  });
});
