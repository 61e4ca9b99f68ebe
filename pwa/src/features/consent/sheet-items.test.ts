import { describe, expect, it } from 'vitest';
import { itemsOf, type SheetItem } from './sheet-items.ts';

const item = (code: string, textId: string, vaccines: string[]): SheetItem => ({
  vaccine: { code, name: code },
  text: { id: textId, version: 1, validFrom: '2026-01-01', hash: '', vaccines, content: [] },
});

describe('H-18 one sheet for the vaccines of a visit', () => {
  it('has the words once where vaccines share them, and once for each under the text of all others', () => {
    const planned = [
      item('0201', 'HepB', ['0201', '0202']),
      item('0202', 'HepB', ['0201', '0202']),
      item('2101', 'other', []),
      item('2201', 'other', []),
    ];
    expect(itemsOf(planned).map(({ vaccine }) => vaccine.code)).toEqual(['0201', '2101', '2201']);
  });
});
