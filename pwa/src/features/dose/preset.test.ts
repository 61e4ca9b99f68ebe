import { describe, expect, it } from 'vitest';
import { layReady, takePreset } from './preset.ts';

const told = { vaccine: '1201', date: '2026-03-01', clinicName: '西宁市城东区周家泉社区', lotNumber: 'L1' };

describe("Q-05 a family's own note, laid ready for the form of its dose", () => {
  it('is taken once, by the form of that person only', () => {
    layReady('a', told);
    expect(takePreset('a')).toEqual(told);
    expect(takePreset('a')).toBeNull();
    layReady('a', told);
    expect(takePreset('b')).toBeNull();
    // Another form was opened meanwhile: what was laid ready is of the past.
    expect(takePreset('a')).toBeNull();
  });
});
