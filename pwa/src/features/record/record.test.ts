import { readFileSync } from 'node:fs';
import { type DeclaredGroup, loadSchedule } from '@miaoben/schedule';
import { consentOn } from '@miaoben/schedule/consent';
import { describe, expect, it } from 'vitest';
import type {
  ConsentEntry,
  DoseEntry,
  HealthFactEntry,
  NotGivenEntry,
  WithdrawalEntry,
} from '../../offline/outbox-content.ts';
import { historyOf, subjectOf } from '../../offline/packs-engine.ts';
import type { PackCodes, PackDose, PackFact, PackPerson } from '../../offline/packs-rows.ts';
import { groupsOf } from '../from-family/groups.ts';
import { dosesOnDevice, recordOnDevice } from './device.ts';
import { adviceAgainst, judged } from './judge.ts';
import { notYetIn, type OwnEntries } from './own-entries.ts';
import { withOwn } from './own-views.ts';

const DAY = '2026-11-21';
const schedule = loadSchedule(
  JSON.parse(readFileSync(new URL('../../../../seeds/reference/nip-schedule.json', import.meta.url), 'utf8')),
  { asOf: DAY },
);

const child: PackPerson = {
  id: 'child',
  name: '祁小兰',
  initials: 'qxl',
  pinyin: 'qixiaolan',
  sex: 'F',
  birthDate: '2026-09-10',
  barcode: '630121202650000001',
  residence: '630121100',
  guardians: [{ relation: 'mother', name: '祁秀兰', phone: '138****1234' }],
  conditions: [],
  registrationState: 'active',
  managingOrg: 'clinic',
  version: 1,
};
const codes: PackCodes = {
  vaccines: [{ code: '0201', name: '重组乙型肝炎疫苗', majorCode: '02', majorName: '乙肝疫苗', programme: true }],
  products: [],
  lotsOnHand: [],
  clinicSettings: { observationMinutes: 30, points: [], asksFingerprint: false, pointLists: [] },
  vaccinationSessions: [],
  screeningForm: { version: '1', questions: [], notContraindications: [] },
  townships: [{ code: '630121100', name: '桥头镇' }],
  clinic: { id: 'clinic', name: '卫生院' },
  homeTownship: '630121100',
};
const birthDose: PackDose = { id: 'dose-1', date: '2026-09-10', vaccine: '0201', source: 'clinic', clinic: 'clinic' };

const entry = (more: Partial<DoseEntry>, date = DAY): DoseEntry => ({
  seq: 1,
  commandId: 'command',
  account: 'nurse',
  kind: 'recordDose',
  person: 'child',
  state: 'waiting',
  createdAt: 5_000,
  attempts: 0,
  nextAttemptAt: 0,
  problem: null,
  handedOver: false,
  settledAt: null,
  discardReason: null,
  outcome: null,
  content: {
    label: { name: '祁小兰', birthDate: '2026-09-10', vaccine: '重组乙型肝炎疫苗' },
    input: { doseId: 'dose-2', personId: 'child', date, vaccineCode: '0201', outside: false },
    observation: { minutes: 30, endedAt: null, reaction: null },
  },
  ...more,
});

const nothing: OwnEntries = { doses: [], facts: [], notGiven: [], consents: [], withdrawals: [] };

function onDevice(
  own: Partial<OwnEntries>,
  facts: readonly PackFact[] = [],
  person = child,
  doses = [birthDose],
  declared: readonly DeclaredGroup[] = [],
) {
  const held = {
    person,
    entry: undefined,
    doses,
    facts,
    declared,
    notGiven: [],
    consents: [],
    own: { ...nothing, ...own },
    codes,
    takenAt: 1_000,
  };
  return judged(recordOnDevice(held), schedule, DAY);
}
const hepB = (record: { plan: { today: readonly { series: string; dose: number }[] } }) =>
  record.plan.today.find(({ series }) => series === 'HepB')?.dose;

describe('the record on the device', () => {
  it('Q-06 tells what the family declares apart from what a clinic has entered, and plans as if it were not said', () => {
    const said = [{ group: 'immunocompromised' as const, since: child.birthDate }];
    const record = onDevice({}, [], child, [birthDose], said);
    expect(groupsOf(record)).toEqual({ groups: [], declared: ['immunocompromised'] });
    expect(record.plan).toEqual(onDevice({}).plan);
    const known = onDevice({}, [{ code: 'D04', date: child.birthDate }], child, [birthDose], said);
    expect(groupsOf(known)).toEqual({ groups: ['immunocompromised'], declared: [] });
  });

  it('Q-17 plans from the pack alone', () => {
    const record = onDevice({});
    expect(record.doses.map(({ doseNumber, evaluations }) => [doseNumber, evaluations[0]?.clinicallyValid])).toEqual([
      [1, true],
    ]);
    expect(hepB(record)).toBe(2);
    expect(record.person).toMatchObject({ residence: { name: '桥头镇' }, managingClinic: { name: '卫生院' } });
  });

  it('counts a dose of its own at once: judged, numbered, no longer planned', () => {
    const record = onDevice({ doses: [entry({})] });
    expect(record.doses.at(-1)).toMatchObject({ id: 'dose-2', doseNumber: 2, entry: { state: 'waiting' } });
    expect(hepB(record)).toBeUndefined();
  });

  it('says the same as the server record with that dose laid over it', () => {
    const server = onDevice({});
    const { plan: _, ...answer } = server;
    const own = { ...nothing, doses: [entry({})] };
    const laid = judged(withOwn({ ...answer, takenAt: null }, own, codes), schedule, DAY);
    const alone = onDevice({ doses: [entry({})] });
    expect(laid.plan).toEqual(alone.plan);
    expect(laid.doses.map(({ id, doseNumber }) => [id, doseNumber])).toEqual(
      alone.doses.map(({ id, doseNumber }) => [id, doseNumber]),
    );
  });

  it('Q-19 says of a dose what became of it, and why', () => {
    const early: PackDose = { ...birthDose, id: 'early', date: '2026-09-20' };
    const expired: PackDose = { ...birthDose, id: 'expired', date: '2026-10-12', lotExpires: '2026-10-01' };
    const again: PackDose = { ...birthDose, id: 'again' };
    const record = onDevice({}, [], child, [birthDose, again, early, expired]);
    const found = record.doses.map(({ evaluations: [first] }) => `${first?.status} ${first?.reasons[0]?.code ?? ''}`);
    // Of two records of one dose either may stand.
    expect(found.slice(0, 2).sort()).toEqual(['extraneous DUPLICATE', 'valid ']);
    expect(found.slice(2)).toEqual(['not_valid TOO_YOUNG', 'substandard EXPIRED_LOT']);
  });

  it('heeds a finding entered here at once: no BCG after a positive skin test', () => {
    const older = { ...child, birthDate: '2026-06-10' };
    const label = { name: '祁小兰', birthDate: '2026-06-10' };
    const input = { factId: 'fact', personId: 'child', code: 'PPD_POSITIVE', date: DAY };
    const fact: HealthFactEntry = { ...entry({}), kind: 'recordHealthFact', content: { label, input } };
    const bcg = (record: ReturnType<typeof onDevice>) => record.plan.today.some(({ series }) => series === 'BCG');
    expect(bcg(onDevice({}, [], older))).toBe(true);
    expect(bcg(onDevice({ facts: [fact] }, [], older))).toBe(false);
    expect(bcg(onDevice({}, [{ code: 'PPD_POSITIVE', date: DAY }], older))).toBe(false);
  });

  it('S-13 asks for the reason of a late birth dose until one is entered', () => {
    const label = { name: '祁小兰', birthDate: child.birthDate };
    const input = { personId: 'child', series: 'HepB', dose: 1, reason: 'refused' as const };
    const told: NotGivenEntry = { ...entry({}), kind: 'recordNotGiven', content: { label, input } };
    const asks = (record: ReturnType<typeof onDevice>) =>
      record.plan.series.find(({ series }) => series === 'HepB')?.reasonRequired;
    expect(asks(onDevice({}, [], child, []))).toBe(true);
    expect(asks(onDevice({ notGiven: [told] }, [], child, []))).toBe(false);
    expect(asks(onDevice({}))).toBe(false);
  });

  it('H-18 knows of a consent signed on it at once, and gives the dose its day by the rule of the server', () => {
    const label = { name: '祁小兰', birthDate: child.birthDate, vaccine: '重组乙型肝炎疫苗' };
    const input = {
      consentId: 'consent',
      personId: 'child',
      vaccineCode: '0202',
      textId: 'HepB',
      textVersion: 1,
      textHash: '0',
      decision: 'agree' as const,
      signature: 'M1 1L2 2',
      // 18:30 in UTC is the next day in China.
      signedAt: '2026-10-11T18:30:00.000Z',
    };
    const signed: ConsentEntry = { ...entry({}), kind: 'signConsent', content: { label, input } };
    const record = onDevice({ consents: [signed] });
    expect(record.consents).toMatchObject([{ id: 'consent', signedOn: '2026-10-12', withdrawnOn: null }]);
    // Withdrawn here too, behind it: from that day on.
    const taking = { consentId: 'consent', reason: '改到下周', at: '2026-10-12T18:30:00.000Z' };
    const taken: WithdrawalEntry = { ...entry({}), kind: 'withdrawConsent', content: { label, input: taking } };
    const after = onDevice({ consents: [signed], withdrawals: [taken] });
    expect(after.consents).toMatchObject([{ id: 'consent', withdrawnOn: '2026-10-13', entry: taken }]);
    const text = { id: 'HepB', version: 1, validFrom: '2026-01-01', vaccines: ['0201', '0202'] };
    const ask = (date: string, version: number) =>
      consentOn({ vaccine: '0201', date, texts: [{ ...text, version }], consents: record.consents, doses: [] }).state;
    expect([ask('2026-10-11', 1), ask('2026-10-12', 1), ask('2026-10-12', 2)]).toEqual([
      'missing',
      'agreed',
      'outdated',
    ]);
  });

  it('takes a dose once, whether the pack has it by now or not', () => {
    const packed: PackDose = { ...birthDose, id: 'dose-2', date: DAY };
    expect(dosesOnDevice([birthDose, packed], [entry({})]).map(({ id }) => id)).toEqual(['dose-1', 'dose-2']);
  });

  it('leaves out what was given up, and what was sent before the pack was made', () => {
    const entries = [
      entry({ state: 'discarded', settledAt: 2_000 }),
      entry({ state: 'done', settledAt: 900 }),
      entry({ state: 'done', settledAt: 2_000 }),
      entry({ state: 'attention' }),
    ];
    expect(notYetIn(entries, 1_000)).toEqual(entries.slice(2));
  });

  it('advises against a dose that comes too early, with the rule', () => {
    const early = { id: 'dose-2', date: '2026-09-20', vaccine: '0201' };
    const reasons = adviceAgainst(subjectOf(child), historyOf([birthDose]), early, schedule, '2026-09-20');
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons[0]?.rule).toContain('HepB');
    const timely = { ...early, date: DAY };
    expect(adviceAgainst(subjectOf(child), historyOf([birthDose]), timely, schedule, DAY)).toEqual([]);
  });
});
