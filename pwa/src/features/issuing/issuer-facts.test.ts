import { wordsOf } from '@miaoben/tests/support/vnode-text';
import { describe, expect, it } from 'vitest';
import { IssuerFacts } from './issuer-facts.tsx';

describe('the page of an issuing body', () => {
  it('Q-71 names its name, code, type, area, address, phone and credit code, and a dash for what is not kept', () => {
    const issuer = {
      id: '1',
      code: '6301210001',
      name: '桥头镇中心卫生院',
      kind: 'clinic' as const,
      address: '桥头镇人民路1号',
      phone: null,
      creditCode: '12630121440000001X',
      closedOn: null,
      division: { code: '630121', fullName: '青海省西宁市大通县' },
    };
    const words = wordsOf(IssuerFacts({ issuer }));
    for (const part of [
      '桥头镇中心卫生院',
      '6301210001',
      '接种单位',
      '青海省西宁市大通县（630121）',
      '桥头镇人民路1号',
      '12630121440000001X',
    ])
      expect(words).toContain(part);
    expect(words[words.indexOf('电话') + 1]).toBe('–');
  });
});
