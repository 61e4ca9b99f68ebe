import { ERROR_CODES, type ErrorCode, INPUT_REASONS } from '@miaoben/schema';
import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
const { fieldProblem, problemText } = await import('./problem-text.ts');

describe('problems in plain sentences', () => {
  it('has a sentence of its own for each code of the closed list', () => {
    const sentences = Object.keys(ERROR_CODES).map((code) => problemText({ code: code as ErrorCode }));
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/\p{Script=Han}/u);
  });

  it('has a sentence for each reason', () => {
    for (const reason of INPUT_REASONS) {
      expect(problemText({ code: 'BAD_INPUT', reason })).not.toBe(problemText({ code: 'BAD_INPUT' }));
    }
  });

  it('names the row of a list, and the hour at which a locked account opens', () => {
    expect(problemText({ code: 'BAD_INPUT', reason: 'check_digit', row: 12 })).toMatch(/^第 12 行：号码有误/);
    expect(problemText({ code: 'ACCOUNT_LOCKED', until: '2026-11-20T17:30:00Z' })).toContain('01:30');
  });

  it('names the kinds of file that are taken, never another one', () => {
    const problem = { code: 'BAD_INPUT', reason: 'file_type' } as const;
    expect(problemText({ ...problem, allowed: ['pdf', 'jpg'] })).toBe('不支持这种文件，可用的类型：.pdf .jpg。');
    expect(problemText(problem)).not.toContain('.xlsx');
  });

  it('a code of a newer server is a fault of ours, not a blank', () => {
    expect(problemText({ code: 'BRAND_NEW' as ErrorCode })).toBe(problemText({ code: 'INTERNAL' }));
  });

  it('stands at the field it is about, whatever the path before it', () => {
    const problem = { code: 'BAD_INPUT', reason: 'format', field: 'input.phone' } as const;
    expect(fieldProblem(problem, 'phone')).toBe('格式不对。');
    expect(fieldProblem(problem, 'name')).toBeUndefined();
  });
});
