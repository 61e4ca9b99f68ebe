import { readFileSync } from 'node:fs';
import { actionsOf, mermaidOf } from '@miaoben/kernel/transitions';
import { describe, expect, it } from 'vitest';
import { DECLARATION_STATES, DECLARATION_TABLE } from './group-declaration.rules.ts';

describe('Q-06 the states of a declaration', () => {
  it('Q-06 a family takes back only what no clinic has confirmed, and decides nothing', () => {
    const of = (party: 'family' | 'clinic') =>
      Object.fromEntries(DECLARATION_STATES.map((state) => [state, actionsOf(DECLARATION_TABLE, state, [party])]));
    const never = { withdrawn: [], ended: [] };
    expect(of('family')).toEqual({ ...never, declared: ['withdraw'], confirmed: [], dismissed: ['withdraw'] });
    expect(of('clinic')).toEqual({
      ...{ declared: ['confirm', 'dismiss'], confirmed: ['end', 'reopen'], dismissed: ['reopen'] },
      ...{ withdrawn: [], ended: ['reopen'] },
    });
  });

  it('is drawn in the README as it is', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(mermaidOf(DECLARATION_TABLE, ['declared']));
  });
});
