import { PROGRAMME_SLOTS } from '@miaoben/schedule';
import { describe, expect, it } from 'vitest';
import { childrenPath, isAtTarget, percent, type Row, slotText } from './figures.ts';

const cell = { slot: 'MCV-1', due: 10, done: 9, timely: 8, rate: 0.9, timelyRate: 0.8 };
const row = (cohort: string): Row => ({
  division: { code: '630121001', name: '桥头镇' },
  cohort,
  children: 10,
  cells: [cell],
  fullyImmunised: 0,
  fullCourseChildren: 0,
  dosesAtTarget: 1,
});

describe('figures of the coverage report', () => {
  it('Q-102 takes exactly 90 % as reached, and never rounds a figure up to it', () => {
    expect(isAtTarget(0.9)).toBe(true);
    expect(isAtTarget(0.8999)).toBe(false);
    expect(percent(0.89999)).toBe('89.9%');
    expect(percent(0.9)).toBe('90.0%');
    expect(isAtTarget(null)).toBe(false);
    expect(percent(null)).toBe('–');
  });

  it('Q-16 has a name for every dose of the programme, and shows an unknown one as it is', () => {
    for (const slot of [...PROGRAMME_SLOTS, 'JE-2', 'HPV-1']) expect(slotText(slot)).toMatch(/疫苗|卡介苗/);
    expect(slotText('MCV-2')).toBe('含麻疹成分疫苗第2剂');
    expect(slotText('Mumps-1')).toBe('Mumps-1');
  });

  it('leads from a figure to its children where it stands for one birth year with somebody due', () => {
    expect(childrenPath(row('2024'), cell)).toBe('/coverage/630121001/2024/MCV-1');
    expect(childrenPath(row('2020-2024'), cell)).toBeNull();
    expect(childrenPath(row('2024'), { ...cell, due: 0, done: 0, rate: null })).toBeNull();
  });
});
