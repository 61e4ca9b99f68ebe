import { readFileSync } from 'node:fs';
import { actionsOf, edgeOf, mermaidOf } from '@miaoben/kernel/transitions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AEFI_ACTIONS, AEFI_CLASSES, AEFI_STATES, AEFI_SYMPTOMS, isWithinWindow } from './aefi.codes.ts';
import { type CaseTimes, deadlinesOf, isLate, openDeadline } from './aefi.deadlines.ts';
import { AEFI_PARTIES, AEFI_TABLE, classificationFault } from './aefi.rules.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const at = (hours: number) => new Date(Date.UTC(2026, 10, 20) + hours * 3_600_000);
const NEW: CaseTimes = {
  state: 'suspected',
  severity: 'non_severe',
  majorConcern: false,
  foundAt: at(0),
  reportedAt: null,
  reopenedAt: null,
  investigatedAt: null,
  findingsAt: null,
  classifiedAt: null,
};
const hours = (date: Date | undefined) => (date ? (date.getTime() - at(0).getTime()) / 3_600_000 : undefined);
const due = (of: CaseTimes, kind: string) => hours(deadlinesOf(of).find((d) => d.kind === kind)?.dueAt);

describe('the states of a case', () => {
  it('Q-37 takes each edge of the table and no other, for each party', () => {
    for (const from of AEFI_STATES)
      for (const action of AEFI_ACTIONS)
        for (const party of AEFI_PARTIES) {
          const own = AEFI_TABLE.filter((t) => t.action === action && t.by.includes(party));
          const edge = own.find((t) => t.from === from);
          expect(edgeOf(AEFI_TABLE, from, action, [party])).toBe(
            edge ?? (own.length > 0 ? 'wrong_state' : 'forbidden'),
          );
          expect(actionsOf(AEFI_TABLE, from, [party]).includes(action)).toBe(edge !== undefined);
        }
  });

  it('Q-37 says in full who may do what: state by action', () => {
    const table = Object.fromEntries(
      AEFI_STATES.map((from) => [from, AEFI_TABLE.filter((t) => t.from === from).map((t) => `${t.action}>${t.to}`)]),
    );
    expect(table).toEqual({
      suspected: ['confirm>reported', 'dismiss>dismissed', 'withdraw>dismissed', 'correct>suspected'],
      reported: ['review>reviewed', 'dismiss>dismissed', 'correct>reported', 'follow_up>reported', 'refer>reported'],
      reviewed: [
        'investigate>investigating',
        'classify>classified',
        'correct>reviewed',
        'follow_up>reviewed',
        'refer>reviewed',
      ],
      investigating: [
        'record_findings>investigating',
        'classify>classified',
        'correct>investigating',
        'follow_up>investigating',
        'refer>investigating',
      ],
      classified: ['classify>classified', 'close>closed', 'correct>classified', 'follow_up>classified'],
      closed: ['reopen>reviewed'],
      dismissed: ['reopen>suspected'],
    });
    // Whoever says no, or changes what was said, says why.
    for (const { action, needsReason } of AEFI_TABLE)
      expect(needsReason ?? false).toBe(
        ['dismiss', 'reopen', 'correct', 'classify', 'record_findings', 'refer'].includes(action),
      );
  });

  it('is drawn in the README as it is', () => {
    expect(readme).toContain(mermaidOf(AEFI_TABLE, ['suspected', 'reported']));
  });

  it('Q-37 leaves a common reaction to disease control and every other cause to the experts, on findings', () => {
    for (const cause of AEFI_CLASSES) {
      const is = cause === 'common_reaction';
      expect(classificationFault(cause, { parties: ['county'], hasFindings: true })).toBe(is ? null : 'forbidden');
      expect(classificationFault(cause, { parties: ['county', 'expert'], hasFindings: false })).toBe(
        is ? null : 'findings',
      );
      expect(classificationFault(cause, { parties: ['expert'], hasFindings: true })).toBe(null);
    }
  });
});

describe('the limits of a case', () => {
  it('Q-37 48 hours to report, 2 for a death, a cluster and what is of major concern', () => {
    expect(due(NEW, 'report')).toBe(48);
    expect(due({ ...NEW, severity: 'severe' }, 'report')).toBe(48);
    for (const urgent of [{ severity: 'death' }, { severity: 'cluster' }, { majorConcern: true }] as const)
      expect(due({ ...NEW, ...urgent }, 'report')).toBe(2);
  });

  it('Q-37 48 hours from the report to the investigation, 3 days to its findings, 7 for severe cases', () => {
    const reported: CaseTimes = { ...NEW, state: 'reviewed', reportedAt: at(10) };
    expect(due(reported, 'investigation')).toBe(58);
    expect(openDeadline(reported)?.kind).toBe('investigation');
    const begun: CaseTimes = { ...reported, state: 'investigating', investigatedAt: at(20) };
    expect(due(begun, 'findings')).toBe(20 + 72);
    for (const severity of ['severe', 'cluster', 'death'] as const)
      expect(due({ ...begun, severity }, 'findings')).toBe(20 + 168);
    expect(openDeadline({ ...begun, findingsAt: at(30) })).toBe(null);
    expect(openDeadline({ ...begun, state: 'closed' })).toBe(null);
    // Nobody has to investigate what was a common reaction.
    expect(due({ ...reported, state: 'classified', classifiedAt: at(12) }, 'investigation')).toBeUndefined();
    // Taken up again it runs from then.
    expect(due({ ...reported, reopenedAt: at(100) }, 'investigation')).toBe(148);
    expect(deadlinesOf({ ...NEW, state: 'dismissed' })).toEqual([]);
  });

  it('is late from the moment after, whether met or not', () => {
    const limit = { kind: 'report', dueAt: at(48) } as const;
    expect(isLate({ ...limit, metAt: null }, at(48))).toBe(false);
    expect(isLate({ ...limit, metAt: null }, at(48.001))).toBe(true);
    expect(isLate({ ...limit, metAt: at(47) }, at(500))).toBe(false);
    expect(isLate({ ...limit, metAt: at(49) }, at(500))).toBe(true);
  });

  it('whatever the times, the open limit is the first unmet one', () => {
    const time = fc.option(fc.integer({ min: 0, max: 500 }).map(at));
    fc.assert(
      fc.property(
        fc.record({ reportedAt: time, reopenedAt: time, investigatedAt: time, findingsAt: time, classifiedAt: time }),
        fc.constantFrom(...AEFI_STATES),
        (times, state) => {
          const of = { ...NEW, ...times, state };
          const unmet = deadlinesOf(of).filter((d) => d.metAt === null);
          expect(openDeadline(of)).toEqual(state === 'closed' ? null : (unmet[0] ?? null));
        },
      ),
    );
  });
});

describe('the time after a dose in which a sign is to be reported', () => {
  it.each([
    ['anaphylaxis', '2026-11-21', true],
    ['anaphylaxis', '2026-11-22', false],
    ['fever', '2026-11-25', true],
    ['fever', '2026-11-26', false],
    ['febrile_seizure', '2026-12-05', true],
    ['febrile_seizure', '2026-12-06', false],
    ['guillain_barre', '2027-01-01', true],
    ['guillain_barre', '2027-01-02', false],
    ['bcg_osteitis', '2026-12-01', false],
    ['bcg_osteitis', '2027-01-20', true],
    ['other', '2029-01-01', true],
  ] as const)('%s on %s after a dose of 2026-11-20: %s', (symptom, onset, is) => {
    expect(AEFI_SYMPTOMS).toContain(symptom);
    expect(isWithinWindow(symptom, '2026-11-20', onset)).toBe(is);
  });
});
