import { licenceTypes } from '@miaoben/seeds/reference/licence-types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LicenceStanding, offersOf } from '../licence/licence-offer.ts';
import { readDefinition } from '../licence-type/definition.read.ts';
import type { DefinitionApplication, LicenceDefinition } from '../licence-type/definition.ts';
import type { LicenceValues } from '../licence-type/definition.validate.ts';
import {
  after,
  grantedValues,
  LICENCE_APPLICATION_ACTIONS,
  LICENCE_APPLICATION_STATES,
  type LicenceApplicationAction,
  type LicenceApplicationState,
  readGiven,
} from './licence-application.rules.ts';

const TODAY = '2026-11-28';
function definitionOf(slug: string): LicenceDefinition {
  const read = readDefinition(licenceTypes().find((t) => t.slug === slug)?.definition);
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  return read.definition;
}
const offerOf = (definition: LicenceDefinition, kind: DefinitionApplication['kind']): DefinitionApplication => {
  const offer = definition.applications?.find((one) => one.kind === kind);
  if (!offer) throw new Error(kind);
  return offer;
};
const standing = (state: LicenceStanding['state'], valid_to: string | null = '2027-11-27'): LicenceStanding => ({
  state,
  valid_flag: state === 'revoked' ? 0 : 1,
  valid_to,
});
const kinds = (slug: string, licence: LicenceStanding): string[] =>
  offersOf(definitionOf(slug), licence, TODAY).map(({ kind }) => kind);

describe('states of an application', () => {
  const NEXT: Record<LicenceApplicationState, Partial<Record<LicenceApplicationAction, LicenceApplicationState>>> = {
    submitted: { take_up: 'taken_up', withdraw: 'withdrawn' },
    taken_up: { take_up: 'taken_up', grant: 'granted', refuse: 'refused', withdraw: 'withdrawn' },
    granted: {},
    refused: {},
    withdrawn: {},
  };
  const all = LICENCE_APPLICATION_STATES.flatMap((s) => LICENCE_APPLICATION_ACTIONS.map((a) => [s, a] as const));
  it.each(all)('J-55 %s by %s', (state, action) => {
    expect(after(state, action)).toBe(NEXT[state][action] ?? null);
  });

  it('J-55 whatever is done in whatever order, it is decided once and by one who took it up', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LICENCE_APPLICATION_ACTIONS), { maxLength: 12 }), (actions) => {
        let state: LicenceApplicationState = 'submitted';
        const taken: LicenceApplicationAction[] = [];
        for (const action of actions) {
          const next = after(state, action);
          if (next === null) continue;
          taken.push(action);
          state = next;
        }
        const ends = taken.filter((action) => action !== 'take_up');
        expect(ends.length).toBeLessThanOrEqual(1);
        if (state === 'granted' || state === 'refused') expect(taken[0]).toBe('take_up');
        expect(ends.length === 1).toBe(!['submitted', 'taken_up'].includes(state));
      }),
    );
  });
});

describe('what the holder may apply for', () => {
  it('J-55 an expired one is extended or re-checked, a valid one changed, replaced or cancelled', () => {
    expect(kinds('health_certificate', standing('expired', '2026-10-01'))).toEqual(['extension']);
    expect(kinds('health_certificate', standing('valid'))).toEqual(['change', 'replacement', 'cancellation']);
    for (const state of ['suspended', 'revoked'] as const)
      expect(kinds('health_certificate', standing(state))).toEqual([]);
  });

  it('J-55 one that ends soon may be extended from the day its type says; one whose last day is over is expired, marked or not', () => {
    const near = (validTo: string) => kinds('health_certificate', standing('valid', validTo)).includes('extension');
    expect([near('2026-12-29'), near('2026-12-28'), near('2026-11-28')]).toEqual([false, true, true]);
    expect(kinds('health_certificate', standing('valid', '2026-11-27'))).toEqual(['extension']);
  });

  it('J-55 each of the twelve types says what it allows, and that fits its fields', () => {
    const allowed = licenceTypes().map(({ slug }) => [slug, kinds(slug, standing('valid', null)).length] as const);
    expect(Object.fromEntries(allowed)).toEqual({
      vaccination_certificate: 0,
      medical_institution_licence: 3,
      physician_practice_certificate: 3,
      nurse_practice_certificate: 3,
      blood_donation_certificate: 2,
      blood_donation_honour_certificate: 1,
      physician_qualification_certificate: 2,
      village_doctor_certificate: 3,
      tcm_specialist_practice_certificate: 3,
      tcm_specialist_qualification: 1,
      tcm_clinic_filing_certificate: 3,
      health_certificate: 3,
    });
    expect(kinds('vaccination_certificate', standing('expired', '2026-10-01'))).toEqual([]);
  });

  it('J-37 a definition that lets an applicant give number, holder or end, or extends what has no end, is refused', () => {
    const base = definitionOf('health_certificate');
    const findings = (applications: unknown, definition: LicenceDefinition = base) => {
      const read = readDefinition({ ...definition, applications });
      return read.ok ? [] : read.findings.map(({ code, path }) => `${code} ${path}`);
    };
    const change = (...fields: string[]) => [{ kind: 'change', fields }];
    expect(findings(change('mobile'))).toEqual([]);
    expect(findings(change('certificateCode'))).toEqual(['wrong_type applications.0.fields.0']);
    expect(findings(change('validTo', 'photo', 'none'))).toEqual([
      'wrong_type applications.0.fields.0',
      'wrong_type applications.0.fields.1',
      'unknown_field applications.0.fields.2',
    ]);
    expect(findings(change())).toEqual(['form applications.0.fields']);
    expect(findings([...change('mobile'), ...change('mobile')])).toEqual(['duplicate_key applications.1.kind']);
    expect(
      findings([{ kind: 'replacement', fields: [], record: 'mobile', sets: { none: '1', validTo: '1' } }]),
    ).toEqual([
      'unknown_field applications.0.sets.none',
      'wrong_type applications.0.sets.validTo',
      'wrong_type applications.0.record',
    ]);
    const { validTo: _, ...core } = base.core;
    expect(findings([{ kind: 'extension', fields: [] }], { ...base, core })).toEqual([
      'wrong_type applications.0.kind',
    ]);
  });
});

describe('what is given, and what becomes of the licence', () => {
  const health = definitionOf('health_certificate');
  const HELD: LicenceValues = {
    ...{ holderName: '马海明', documentType: 'RESIDENT_ID', documentNumber: '630121199003071230', sex: '1' },
    ...{ issueCategory: '1', certificateName: '从业人员健康证明', certificateCode: 'JK1', issuer: '大通县疾控中心' },
    ...{
      examiningBody: '大通县人民医院',
      validFrom: '2025-11-01',
      validTo: '2026-10-31',
      examinationDate: '2025-11-01',
    },
  };
  const no = { validTo: null, number: null };
  const given = (kind: DefinitionApplication['kind'], values: Record<string, string>) =>
    readGiven(
      health,
      offerOf(health, kind),
      HELD,
      Object.entries(values).map(([field, value]) => ({ field, value })),
      TODAY,
    );

  it('J-55 only what the type asks for is taken, as its definition reads it', () => {
    expect(given('change', { mobile: '139 9711 0001' })).toEqual({ ok: true, given: { mobile: '13997110001' } });
    expect(given('change', { certificateCode: 'JK2' })).toMatchObject({
      field: 'certificateCode',
      reason: 'unknown_code',
    });
    expect(given('change', { mobile: '1' })).toMatchObject({ ok: false, field: 'mobile' });
    expect(given('change', { mobile: '' })).toMatchObject({ ok: false, field: null, reason: 'required' });
    expect(given('extension', { examiningBody: ' ' })).toMatchObject({ field: 'examiningBody', reason: 'required' });
    expect(given('extension', { examinationDate: '2026-12-01' })).toMatchObject({ reason: 'date_in_future' });
    // The old last day lies before the new examination: that is the desk's to mend, not the applicant's.
    expect(given('extension', { examinationDate: '2026-11-20' })).toMatchObject({ ok: true });
  });

  it('J-55 an extension takes the new last day, which is later than the old one and not over', () => {
    const extend = (validTo: string | null) =>
      grantedValues(
        health,
        offerOf(health, 'extension'),
        HELD,
        { examinationDate: '2026-11-20' },
        { ...no, validTo },
        TODAY,
      );
    expect(extend('2027-11-19')).toEqual({
      ok: true,
      values: { ...HELD, examinationDate: '2026-11-20', validTo: '2027-11-19' },
    });
    expect(extend(null)).toMatchObject({ field: 'validTo', reason: 'required' });
    for (const end of ['2026-10-31', '2026-11-27']) expect(extend(end)).toMatchObject({ reason: 'out_of_range' });
    const ending: LicenceValues = { ...HELD, validTo: '2026-12-20' };
    const again = (validTo: string) =>
      grantedValues(health, offerOf(health, 'extension'), ending, {}, { ...no, validTo }, TODAY).ok;
    expect([again('2026-12-20'), again('2026-12-21')]).toEqual([false, true]);
  });

  it('J-55 a replacement takes another number and leaves the rest', () => {
    const replace = (number: string | null) =>
      grantedValues(health, offerOf(health, 'replacement'), HELD, {}, { ...no, number }, TODAY);
    expect(replace('JK8')).toEqual({ ok: true, values: { ...HELD, certificateCode: 'JK8' } });
    expect(replace(' ')).toMatchObject({ field: 'number', reason: 'required' });
    expect(replace('JK1')).toMatchObject({ field: 'number', reason: 'duplicate' });
    expect(replace('J'.repeat(500))).toMatchObject({ field: 'number', reason: 'too_long' });
  });

  it('J-27 a change of a practice certificate is noted in its change record', () => {
    const physician = definitionOf('physician_practice_certificate');
    const held: LicenceValues = {
      ...{
        number: 'YS1',
        holderName: '马海明',
        sex: '1',
        idNumber: '630121199003071230',
        category: '1',
        scope: '内科专业',
      },
      ...{ place: '大通县人民医院', issuer: '大通县卫生健康局', validFrom: '2025-01-01', validTo: '2027-12-31' },
      ...{ issueDate: '2025-01-01', licenceState: '1', changes: ['2025-06-01 变更：执业范围'] },
    };
    const read = grantedValues(
      physician,
      offerOf(physician, 'change'),
      held,
      { place: '桥头镇卫生院', scope: '内科专业' },
      no,
      TODAY,
    );
    expect(read).toMatchObject({
      ok: true,
      values: { place: '桥头镇卫生院', changes: ['2025-06-01 变更：执业范围', '2026-11-28 变更：执业地点'] },
    });
    const cancelled = grantedValues(physician, offerOf(physician, 'cancellation'), held, {}, no, TODAY);
    expect(cancelled).toMatchObject({ ok: true, values: { licenceState: '2' } });
  });
});
