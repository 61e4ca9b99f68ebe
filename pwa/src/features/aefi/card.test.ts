import { describe, expect, it } from 'vitest';
import { fromTimeField, toTimeField } from '../../i18n/time-field.ts';
import { type Card, cardFaults, contentOf, newCard } from './card.ts';

const NOW = '2026-11-21T06:30:20.000Z';
const DOSES = [{ id: 'd', date: '2026-11-21', vaccine: '乙肝疫苗', lot: 'L1' }];
const whole: Card = { ...newCard(NOW, ['d']), symptoms: ['urticaria'] };
const faults = (changes: Partial<Card>) => [...cardFaults({ ...whole, ...changes }, DOSES, NOW)];

describe('a case card on the screen', () => {
  it('Q-37 holds its times in China’s time to the minute', () => {
    expect(whole.onset).toBe('2026-11-21T14:30');
    expect(fromTimeField(toTimeField(NOW))).toBe('2026-11-21T06:30:00.000Z');
  });

  it('Q-37 finds without a network what the server would refuse', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ suspects: [] })).toEqual(['suspects']);
    expect(faults({ onset: '2026-11-20T10:00' })).toEqual(['onset']);
    expect(faults({ onset: '2026-11-21T14:31', found: '2026-11-21T14:31' })).toEqual(['onset', 'found']);
    expect(faults({ found: '2026-11-21T14:00' })).toEqual(['found']);
    expect(faults({ symptoms: [] })).toEqual(['symptoms']);
    expect(faults({ symptoms: ['fever', 'redness'] })).toEqual(['fever', 'redness']);
    expect(faults({ symptoms: ['other'], description: ' ' })).toEqual(['description']);
    expect(faults({ outcome: 'died', severity: 'severe' })).toEqual(['outcome']);
    expect(faults({ outcome: 'died', severity: 'death' })).toEqual([]);
  });

  it('sends a grade only with its sign', () => {
    expect(contentOf({ ...whole, fever: 'high' })).toMatchObject({ fever: 'none', description: null });
    expect(contentOf({ ...whole, symptoms: ['fever'], fever: 'high' })).toMatchObject({ fever: 'high' });
  });
});
