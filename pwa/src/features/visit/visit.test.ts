import { undoableStep } from '@miaoben/schedule/clinic-visit';
import { describe, expect, it } from 'vitest';
import type { Contents, Kind, PlainEntry } from '../../offline/outbox-content.ts';
import { adviceOf, emptyInquiry, type Form, inquiryFaults, questionsOf } from './inquiry.ts';
import { currentVisit, type ServerVisit, visitsOn } from './visit-state.ts';

const DAY = '2026-11-21';
const label = { name: '张小明', birthDate: '2026-05-21' };
const visitId = 'v1';
let seq = 0;
function entry<K extends Kind>(kind: K, content: Contents[K], changes: Partial<PlainEntry> = {}): PlainEntry {
  seq += 1;
  return {
    commandId: `c${seq}`,
    account: 'nurse',
    kind,
    person: 'p1',
    state: 'waiting',
    createdAt: Date.parse(`${DAY}T02:00:00Z`) + seq * 1_000,
    attempts: 0,
    nextAttemptAt: 0,
    problem: null,
    handedOver: false,
    settledAt: null,
    discardReason: null,
    outcome: null,
    seq,
    content,
    ...changes,
  } as PlainEntry;
}
const opened = () =>
  entry('openVisit', { label, day: DAY, input: { visitId, personId: 'p1', openedAt: `${DAY}T02:00:00.000Z` } });
const screened = (conclusion: 'go' | 'postpone' = 'go') =>
  entry('screenVisit', {
    label,
    input: {
      visitId,
      screeningId: 's1',
      formVersion: '1',
      answers: [],
      vaccines: [],
      conclusion,
      until: conclusion === 'postpone' ? '2026-11-28' : null,
    },
  });
const signed = (signOff: 'registration' | 'vaccination') =>
  entry('signVisit', { label, input: { visitId, signOff, at: null } });
const given = (endedAt: string | null) =>
  entry('recordDose', {
    label: { ...label, vaccine: '乙肝疫苗' },
    input: { doseId: 'd1', personId: 'p1', date: DAY, vaccineCode: '0202', visitId },
    observation: { minutes: 30, endedAt, reaction: null },
  });
const consented = (decision: 'agree' | 'refuse' = 'agree', signedAt = `${DAY}T02:00:00.000Z`) =>
  entry('signConsent', {
    label: { ...label, vaccine: '乙肝疫苗' },
    input: {
      consentId: 'n1',
      personId: 'p1',
      vaccineCode: '0202',
      textId: 'HepB',
      textVersion: 1,
      textHash: '',
      decision,
      signature: '',
      signedAt,
    },
  });
const undone = (step: 'registration_signed' | 'consented' | 'broken_off') =>
  entry('undoVisitStep', { label, input: { visitId, step } });
const here = (...entries: PlainEntry[]) => visitsOn(DAY, [], 0, entries)[0]!;
const onServer = (kinds: ServerVisit['steps'][number]['kind'][]): ServerVisit => ({
  id: visitId,
  person: { id: 'p1', name: '张小明', sex: 'F', birthDate: label.birthDate, familyScreening: null },
  day: DAY,
  point: null,
  state: 'registered',
  openedAt: `${DAY}T02:00:00.000Z`,
  openedBy: { id: 'nurse', displayName: '护士' },
  brokenReason: null,
  brokenNote: null,
  steps: kinds.map((kind, i) => ({
    seq: i + 1,
    kind,
    at: `${DAY}T02:00:00.000Z`,
    by: { id: 'nurse', displayName: '护士' },
    undone: false,
    photoId: null,
    fingerprint: null,
    unconfirmed: null,
  })),
  screening: null,
});

describe('S-44 a visit on the device', () => {
  it('runs off line from the first step to the end of the observation', () => {
    const all = [opened(), screened(), signed('registration'), given(null), signed('vaccination')];
    expect(all.map((_, i) => here(...all.slice(0, i + 1)).state)).toEqual([
      'registered',
      'screened',
      'signed_off',
      'vaccinated',
      'observing',
    ]);
    const watched = all.map((e) => (e.kind === 'recordDose' ? given(`${DAY}T03:00:00.000Z`) : e));
    expect(here(...watched)).toMatchObject({ state: 'done', isPending: true, needsLook: false });
  });

  it('H-10 a sign-off without a network tells its fingerprint at once, or why there is none; nothing of the template is in the view', () => {
    const base = signed('registration');
    if (base.kind !== 'signVisit') throw new Error('no sign-off');
    const fingerprint = {
      announce: 'c0',
      template: 'Rk1SACAyMAA=',
      fingerOf: 'guardian',
      quality: 82,
      consentBy: 'guardian',
      consentWords: 1,
      takenAt: `${DAY}T02:00:00.000Z`,
    } as const;
    const withOne = { ...base, content: { ...base.content, fingerprint } };
    const step = here(opened(), screened(), withOne).steps.at(-1);
    expect(step).toMatchObject({ fingerprint: { id: null, fingerOf: 'guardian', quality: 82, deletedAt: null } });
    expect(JSON.stringify(step)).not.toContain(fingerprint.template);
    const without = {
      ...base,
      content: { ...base.content, input: { ...base.content.input, unconfirmed: 'declined' as const } },
    };
    expect(here(opened(), screened(), without).steps.at(-1)).toMatchObject({
      unconfirmed: 'declined',
      fingerprint: null,
    });
  });

  it('takes a step back, and ends with its reason', () => {
    const back = here(opened(), screened(), signed('registration'), undone('registration_signed'));
    expect(back.state).toBe('screened');
    expect(back.steps.at(-1)).toMatchObject({ kind: 'registration_signed', undone: true });
    expect(here(opened(), screened('postpone'))).toMatchObject({
      state: 'broken_off',
      broken: { reason: 'postponed', until: '2026-11-28' },
    });
    expect(here(opened(), screened('postpone'), undone('broken_off')).state).toBe('broken_off');
  });

  it('H-18 counts a consent signed in it, so that the step taken back is the last one on the server too', () => {
    const ready = [opened(), screened(), signed('registration')];
    const visit = here(...ready, consented());
    expect(visit).toMatchObject({ state: 'consented', isPending: true });
    expect(undoableStep(visit.steps)?.kind).toBe('consented');
    expect(here(...ready, consented(), undone('consented'), undone('registration_signed')).state).toBe('screened');
    expect(here(...ready, consented(), given(null)).state).toBe('vaccinated');
    // Where the server notes none, the device does not either.
    expect(here(...ready, consented('refuse')).state).toBe('signed_off');
    expect(here(...ready, consented('agree', '2026-11-20T02:00:00.000Z')).state).toBe('signed_off');
    expect(here(opened(), consented(), screened()).state).toBe('screened');
  });

  it('counts what the server has already once, and what it has not yet', () => {
    const sent = { state: 'done', settledAt: 5_000 } as const;
    const entries = [
      { ...screened(), ...sent },
      { ...signed('registration'), ...sent },
    ] as PlainEntry[];
    const server = onServer(['screening_passed', 'registration_signed']);
    // The answer is older than the sending, or newer: both say the same.
    for (const answeredAt of [4_000, 6_000]) {
      expect(visitsOn(DAY, [server], answeredAt, entries)[0]?.state).toBe('signed_off');
    }
    expect(visitsOn(DAY, [onServer([])], 4_000, entries)[0]?.state).toBe('signed_off');
    const stuck = { ...given(null), state: 'attention' } as PlainEntry;
    expect(visitsOn(DAY, [server], 6_000, [stuck])[0]).toMatchObject({ state: 'vaccinated', needsLook: true });
    const dropped = { ...given(null), state: 'discarded' } as PlainEntry;
    expect(visitsOn(DAY, [server], 6_000, [dropped])[0]?.state).toBe('signed_off');
  });

  it('goes on with the visit that has not ended', () => {
    const visits = [
      { ...here(opened(), screened('postpone')), id: 'old' },
      { ...here(opened()), id: 'new' },
    ];
    expect(currentVisit(visits, 'p1')?.id).toBe('new');
    expect(currentVisit(visits.toReversed(), 'p1')?.id).toBe('new');
    expect(currentVisit(visits, 'p2')).toBeUndefined();
  });
});

const question = (id: string, changes: Partial<Form['questions'][number]> = {}): Form['questions'][number] => ({
  id,
  text: id,
  textEn: id,
  onYes: 'postpone',
  vaccines: null,
  onlyFemale: false,
  fromYears: null,
  asksDate: false,
  postponeDays: 7,
  fact: null,
  source: 'SGF',
  ...changes,
});

describe('H-17 the inquiry as it is filled in', () => {
  const form: Form = {
    version: '1',
    questions: [question('FEVER'), question('COUGH', { onYes: 'ask_doctor', postponeDays: null })],
    notContraindications: [],
  };
  const questions = questionsOf(form, { sex: 'F', birthDate: '2026-05-21', day: DAY, vaccines: [] });
  const faults = (changes: Partial<typeof emptyInquiry>) => {
    const inquiry = { ...emptyInquiry, ...changes };
    return inquiryFaults(inquiry, adviceOf(questions, inquiry, DAY), DAY);
  };

  it('names what is missing: answers, conclusion, the day, the reason', () => {
    expect(faults({ values: { FEVER: 'no' }, conclusion: 'go' })).toEqual(['open']);
    const none = { FEVER: 'no', COUGH: 'no' } as const;
    expect(faults({ values: none, conclusion: 'go' })).toEqual([]);
    expect(faults({ values: none, conclusion: 'go', temperature: '30' })).toEqual(['temperature']);
    const fever = { FEVER: 'yes', COUGH: 'no' } as const;
    expect(faults({ values: fever })).toEqual(['conclusion']);
    expect(faults({ values: fever, conclusion: 'postpone' })).toEqual(['until']);
    expect(faults({ values: fever, conclusion: 'postpone', until: '2026-11-28' })).toEqual([]);
    expect(faults({ values: fever, conclusion: 'go' })).toEqual(['note']);
    expect(faults({ values: fever, conclusion: 'go', note: '已退热三天' })).toEqual([]);
    expect(adviceOf(questions, { ...emptyInquiry, values: fever }, DAY)).toMatchObject({
      conclusion: 'postpone',
      until: '2026-11-28',
    });
  });
});
