import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConsentTextVersion, consentOn, consentTextOn, type SignedConsent } from './consent.ts';

const TEXTS: readonly ConsentTextVersion[] = [
  { id: 'HepB', version: 1, validFrom: '2026-01-10', vaccines: ['0201', '0202'] },
  { id: 'HepB', version: 2, validFrom: '2026-01-20', vaccines: ['0201', '0202'] },
  { id: 'MMR', version: 1, validFrom: '2026-01-01', vaccines: ['1201'] },
  { id: 'GENERAL', version: 1, validFrom: '2026-01-01', vaccines: [] },
];

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-01-${String(n).padStart(2, '0')}`);
const vaccine = fc.constantFrom('0201', '0202', '1201', '3001', '3101');
const consent: fc.Arbitrary<SignedConsent> = fc
  .record({
    id: fc.uuid(),
    vaccine,
    textVersion: fc.constantFrom(1, 2),
    decision: fc.constantFrom('agree' as const, 'refuse' as const),
    signedOn: day,
    hour: fc.integer({ min: 10, max: 23 }),
    withdrawnOn: fc.option(day),
  })
  .map(({ hour, ...c }) => ({
    ...c,
    textId: consentTextOn(TEXTS, c.vaccine, c.signedOn).id,
    signedAt: `${c.signedOn}T${hour}:00:00.000Z`,
    withdrawnOn: c.withdrawnOn !== null && c.withdrawnOn >= c.signedOn ? c.withdrawnOn : null,
  }));
const dose = fc.record({ vaccine, date: day });
const question = fc.record({
  vaccine,
  date: day,
  texts: fc.constant(TEXTS),
  consents: fc.uniqueArray(consent, { selector: (c) => c.id, maxLength: 6 }),
  doses: fc.array(dose, { maxLength: 4 }),
});

describe('H-18 consent for a dose', () => {
  it('is the last decision up to that day, whatever order the records come in', () => {
    fc.assert(
      fc.property(question, (q) => {
        const answer = consentOn(q);
        expect(consentOn({ ...q, consents: q.consents.toReversed(), doses: q.doses.toReversed() })).toEqual(answer);
        const later = q.consents.filter((c) => c.signedOn > q.date);
        expect(consentOn({ ...q, consents: q.consents.filter((c) => !later.includes(c)) })).toEqual(answer);
        if (answer.state === 'agreed') {
          expect(answer.consent?.decision).toBe('agree');
          expect(answer.consent?.textVersion).toBeGreaterThanOrEqual(answer.text.version);
        }
        if (answer.state === 'missing') expect(answer.consent).toBeNull();
      }),
    );
  });

  it('is not enough any more once a new version of its text is in force, and one that is yet to come changes nothing', () => {
    fc.assert(
      fc.property(question, day, (q, validFrom) => {
        const before = consentOn(q);
        fc.pre(before.state === 'agreed' || before.state === 'used');
        const next = { ...before.text, version: before.text.version + 7, validFrom };
        const after = consentOn({ ...q, texts: [...TEXTS, next] });
        expect(after.state).toBe(validFrom <= q.date ? 'outdated' : before.state);
      }),
    );
  });

  it('ends with the withdrawal of the decision that counts; what was agreed to before it does not come back', () => {
    fc.assert(
      fc.property(question, (q) => {
        const { consent: counts } = consentOn(q);
        fc.pre(counts !== null);
        const consents = q.consents.map((c) => (c.id === counts?.id ? { ...c, withdrawnOn: q.date } : c));
        expect(consentOn({ ...q, consents }).state).toBe('withdrawn');
      }),
    );
  });

  it('covers the doses of one day: the next visit needs its own', () => {
    fc.assert(
      fc.property(question, (q) => {
        const before = consentOn(q);
        fc.pre(before.state === 'agreed');
        const sameDay = { vaccine: q.vaccine, date: q.date };
        expect(consentOn({ ...q, doses: [...q.doses, sameDay] }).state).toBe('agreed');
        fc.pre(before.consent!.signedOn < q.date);
        const since = { vaccine: q.vaccine, date: before.consent!.signedOn };
        expect(consentOn({ ...q, doses: [...q.doses, since] }).state).toBe('used');
      }),
    );
  });

  it('is given for all products of a text, and under the text of all others for the one vaccine', () => {
    const agreed = (vaccine: string, textId: string): SignedConsent => ({
      id: 'a',
      textId,
      textVersion: 1,
      vaccine,
      decision: 'agree',
      signedAt: '2026-01-12T02:00:00.000Z',
      signedOn: '2026-01-12',
      withdrawnOn: null,
    });
    const ask = (vaccine: string, consents: SignedConsent[]) =>
      consentOn({ vaccine, date: '2026-01-12', texts: TEXTS, consents, doses: [] }).state;
    expect(ask('0202', [agreed('0201', 'HepB')])).toBe('agreed');
    expect(ask('1201', [agreed('0201', 'HepB')])).toBe('missing');
    expect(ask('3001', [agreed('3001', 'GENERAL')])).toBe('agreed');
    expect(ask('3101', [agreed('3001', 'GENERAL')])).toBe('missing');
  });
});
