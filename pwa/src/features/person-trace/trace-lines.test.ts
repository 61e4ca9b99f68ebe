import { describe, expect, it } from 'vitest';
import { type TraceParts, traceLines } from './trace-lines.ts';

const someone = { id: 'a', displayName: '马秀英' };
const clinic = { id: 'c', name: '桥头镇中心卫生院' };
const mmr = { code: '1201', name: '麻腮风疫苗' };
const file = {
  operations: [{ id: '1', at: '2026-11-01T02:00:00Z', operation: 'createPerson', by: someone }],
  moves: [
    {
      id: 'm',
      direction: 'in',
      state: 'received',
      fromUnit: null,
      toUnit: clinic,
      fromDivision: { code: '11' },
      toDivision: { code: '630121' },
      startedAt: '2026-11-02T02:00:00Z',
    },
  ],
} as unknown as TraceParts['file'];
const visits = {
  tracedVisits: [
    {
      id: 'v',
      clinic,
      point: '东沟小学',
      isTemporary: true,
      openedAt: '2026-11-21T01:00:00Z',
      openedBy: someone,
      steps: [{ kind: 'registration_signed', at: '2026-11-21T01:05:00Z', by: someone }],
    },
  ],
  consents: [{ id: 's', decision: 'agree', signedAt: '2026-11-21T01:06:00Z', withdrawnAt: null, vaccine: mmr, clinic }],
  doses: [
    {
      id: 'd',
      date: '2026-11-21',
      recordedAt: '2026-11-21T01:10:00Z',
      state: 'given',
      doseNumber: 1,
      vaccine: mmr,
      lotNumber: 'L1',
      traceCode: '81234567890123456789',
      clinic,
      clinicName: null,
      point: '东沟小学',
      vaccinator: someone,
      vaccinatorName: null,
      // The server heard of it after the device had begun to watch.
      observation: { startedAt: '2026-11-21T01:09:58Z', endedAt: '2026-11-21T01:41:00Z' },
    },
    {
      id: 'old',
      date: '2026-10-05',
      recordedAt: '2026-11-21T00:30:00Z',
      state: 'voided',
      doseNumber: null,
      vaccine: mmr,
      lotNumber: null,
      traceCode: null,
      clinic: null,
      clinicName: '外地门诊',
      point: null,
      vaccinator: null,
      vaccinatorName: null,
      observation: null,
    },
  ],
  adverseEvents: [{ id: 'e', number: null, state: 'suspected', onsetAt: '2026-11-22T00:00:00Z', reportedAt: null }],
} as unknown as TraceParts['visits'];
const checks = {
  certificateHistory: [
    { id: 'z', number: '63012100123', state: 'valid', issuedAt: '2026-11-23T00:00:00Z', issuer: clinic },
  ],
  schoolChecks: [
    {
      id: 'p',
      checkedOn: '2026-11-24',
      checkType: 'entry',
      verdict: 'complete',
      school: { id: 'x', name: '桥头镇第三小学' },
      class: { id: 'k', grade: '一年级', name: '1班' },
      checker: someone,
    },
  ],
} as unknown as TraceParts['checks'];

describe('the path of a person', () => {
  it('H-01 stands in order of time from the file to the check, each stop with place and account', () => {
    expect(traceLines({ file, visits, checks }).map((l) => [l.kind, l.what, l.where, l.who])).toEqual([
      ['dose', '麻腮风疫苗 · 已作废', '外地门诊', ''],
      ['file', '建档', '', '马秀英'],
      ['move', '迁入：11 → 桥头镇中心卫生院（已接收）', '', ''],
      ['visit', '登记', '桥头镇中心卫生院 · 东沟小学 · 临时接种点', '马秀英'],
      ['visit', '登记签核', '桥头镇中心卫生院 · 东沟小学 · 临时接种点', '马秀英'],
      ['consent', '同意接种麻腮风疫苗', '桥头镇中心卫生院', ''],
      ['dose', '麻腮风疫苗 第 1 剂 · 批号 L1 · 追溯码 81234567890123456789', '桥头镇中心卫生院 · 东沟小学', '马秀英'],
      ['observation', '开始留观：麻腮风疫苗', '桥头镇中心卫生院 · 东沟小学', ''],
      ['observation', '结束留观：麻腮风疫苗', '桥头镇中心卫生院 · 东沟小学', ''],
      ['reaction', '疑似异常反应报告 –（待核实）', '', ''],
      ['certificate', '签发接种证 63012100123（有效）', '桥头镇中心卫生院', ''],
      ['check', '入学查验：已完成', '桥头镇第三小学 · 一年级1班', '马秀英'],
    ]);
  });

  it('H-01 has the day alone of a dose entered later, and is told part by part as they come', () => {
    const [old] = traceLines({ visits });
    expect(old?.shown).toBe('2026-10-05');
    expect(traceLines({})).toEqual([]);
    expect(traceLines({ checks }).map((l) => l.kind)).toEqual(['certificate', 'check']);
  });
});
