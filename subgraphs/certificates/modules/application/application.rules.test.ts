import { describe, expect, it } from 'vitest';
import {
  type ApplicationAction,
  type ApplicationStateName,
  after,
  type Examined,
  findingsOf,
} from './application.rules.ts';

describe('states of an application', () => {
  const allowed: [ApplicationStateName, ApplicationAction, ApplicationStateName][] = [
    ['submitted', 'approve', 'approved'],
    ['submitted', 'refuse', 'refused'],
    ['submitted', 'withdraw', 'withdrawn'],
  ];
  it.each(allowed)('Q-41 Q-50 %s by %s becomes %s', (state, action, next) => {
    expect(after(state, action)).toBe(next);
  });

  const ended: ApplicationStateName[] = ['approved', 'refused', 'withdrawn'];
  const actions: ApplicationAction[] = ['approve', 'refuse', 'withdraw'];
  it.each(ended.flatMap((s) => actions.map((a) => [s, a] as const)))('Q-50 %s is final: %s leads nowhere', (s, a) => {
    expect(after(s, a)).toBeNull();
  });
});

describe('automatic review', () => {
  const clear: Examined = {
    relation: 'mother',
    holderName: '李文婷',
    holderDocument: '630121202003034266',
    fileName: '李文婷',
    fileDocument: '630121202003034266',
    applicant: { realNameVerified: true, documentNumber: '630121199001014226' },
    hasLikeNamedFile: false,
    wasVoided: false,
  };

  it('Q-41 finds nothing in one that is complete and clear', () => {
    expect(findingsOf(clear)).toEqual([]);
    expect(findingsOf({ ...clear, holderName: ' 李文婷 ' })).toEqual([]);
  });

  it('Q-41 names each thing a person should look at', () => {
    expect(findingsOf({ ...clear, holderName: '李文停' })).toEqual(['name_differs']);
    expect(findingsOf({ ...clear, holderDocument: '630121202003034000' })).toEqual(['document_differs']);
    expect(findingsOf({ ...clear, relation: 'self' })).toEqual(['self_differs']);
    expect(findingsOf({ ...clear, applicant: { ...clear.applicant, realNameVerified: false } })).toEqual([
      'not_real_name',
    ]);
    expect(findingsOf({ ...clear, hasLikeNamedFile: true })).toEqual(['like_named_file']);
    expect(findingsOf({ ...clear, wasVoided: true })).toEqual(['voided_before']);
  });
});
