import { createHash } from 'node:crypto';
import { compareNames, parseDocument, parseResidentId, readDate } from '@miaoben/identifiers';
import { entryAssessment, evaluate, forecast, loadSchedule, type Subject } from '@miaoben/schedule';
import { describe, expect, it } from 'vitest';
import type { GeneratedPerson } from '../province/types.ts';
import { divisions, nipSchedule } from '../reference/index.ts';
import { DEMO_ACCOUNTS, DEMO_COUNTY, DEMO_ROLES, demoOrganisations } from './county.ts';
import { DEMO_SEED, generateDemo, rosterRows } from './demo.ts';
import { STORY_KEYS, type StoryKey } from './stories.ts';

const TODAY = '2026-11-20';
const demo = generateDemo({ seed: DEMO_SEED, today: TODAY });
const persons = [...demo.persons];

function story(key: StoryKey): readonly GeneratedPerson[] {
  return demo.stories.find((s) => s.key === key)?.persons ?? [];
}

function only(key: StoryKey): GeneratedPerson {
  const [person] = story(key);
  if (person === undefined) throw new Error(`story ${key} has nobody`);
  return person;
}

const subject = (p: GeneratedPerson): Subject => ({
  birthDate: p.birthDate,
  sex: p.sex,
  division: p.residenceDivision,
  conditions: p.conditions.map((code) => ({ code })),
  ...(p.birthWeightG === undefined ? {} : { birthWeightG: p.birthWeightG }),
});
const schedule = (asOf: string) => loadSchedule(nipSchedule(), { asOf });
const statusOf = (p: GeneratedPerson, series: string) =>
  forecast(subject(p), p.doses, schedule(TODAY), TODAY).find((f) => f.series === series)?.status;

describe('the demo county', () => {
  it('has 8 clinics, one of them an obstetric department, that serve every township of the county', () => {
    const clinics = demoOrganisations().filter((o) => o.kind === 'clinic');
    expect(clinics).toHaveLength(8);
    expect(clinics.filter((c) => c.clinicKind === 'obstetric')).toHaveLength(1);
    const townships = divisions()
      .filter((d) => d.parentCode === DEMO_COUNTY && !d.statisticsOnly)
      .map((d) => d.code);
    expect([...new Set(clinics.flatMap((c) => c.serves))].sort()).toEqual([...townships].sort());
  });

  it('has 3 schools, its disease-control centre and known parents', () => {
    const organisations = demoOrganisations();
    expect(organisations.filter((o) => o.kind === 'school')).toHaveLength(3);
    const codes = new Set(organisations.map((o) => o.code));
    for (const o of organisations) if (o.parentCode !== null) expect(codes).toContain(o.parentCode);
    expect(new Set(organisations.map((o) => o.id)).size).toBe(organisations.length);
  });

  it('has an account for each role, and vaccinators at two clinics and the obstetric ward', () => {
    expect(new Set(DEMO_ACCOUNTS.map((a) => a.role))).toEqual(new Set(DEMO_ROLES));
    const vaccinators = DEMO_ACCOUNTS.filter((a) => a.role === 'vaccinator');
    expect(new Set(vaccinators.map((a) => a.organisationCode)).size).toBe(3);
    const codes = new Set(demoOrganisations().map((o) => o.code));
    for (const a of DEMO_ACCOUNTS) {
      if (a.organisationCode !== null) expect(codes).toContain(a.organisationCode);
      expect(a.password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]).{12,}$/u);
    }
  });
});

describe('the files of the demo', () => {
  it('are 3,000 with about 40,000 doses', () => {
    expect(persons).toHaveLength(3000);
    const doses = persons.reduce((sum, p) => sum + p.doses.length, 0);
    expect(doses).toBeGreaterThan(38_000);
    expect(doses).toBeLessThan(42_000);
  });

  it('are the same on each reading, and for each maker of the same seed and day', () => {
    const hash = (list: Iterable<GeneratedPerson>) =>
      createHash('sha256')
        .update(JSON.stringify([...list]))
        .digest('hex');
    const again = generateDemo({ seed: DEMO_SEED, today: TODAY });
    expect(hash(demo.persons)).toBe(hash(persons));
    expect(hash(again.persons)).toBe(hash(persons));
    expect(JSON.stringify([again.stories, again.pupils])).toBe(JSON.stringify([demo.stories, demo.pupils]));
  });

  it('H-02 carry valid documents, none twice, and repeat no id or barcode', () => {
    for (const p of persons) expect(parseDocument(p.documentType, p.documentNumber, TODAY)).toMatchObject({ ok: true });
    for (const field of ['documentNumber', 'id', 'barcode'] as const) {
      expect(new Set(persons.map((p) => p[field])).size, field).toBe(persons.length);
    }
    const doses = persons.flatMap((p) => p.doses.map((d) => d.id));
    expect(new Set(doses).size).toBe(doses.length);
  });

  it('hold doses between birth and today, of which fewer than one in a hundred is invalid', () => {
    const current = schedule(TODAY);
    let invalid = 0;
    let all = 0;
    for (const p of persons) {
      for (const d of p.doses) expect(d.date >= p.birthDate && d.date <= TODAY).toBe(true);
      if (p.guardians.length === 0) continue;
      for (const e of evaluate(subject(p), p.doses, current, TODAY).doses) {
        all += 1;
        if (!e.clinicallyValid) invalid += 1;
      }
    }
    expect(invalid).toBeGreaterThan(0);
    expect(invalid / all).toBeLessThan(0.01);
  });

  it('hold every named story', () => {
    expect(demo.stories.map((s) => s.key)).toEqual([...STORY_KEYS]);
    const ids = new Set(persons.map((p) => p.id));
    for (const p of demo.stories.flatMap((s) => s.persons)) expect(ids).toContain(p.id);
  });
});

describe('named stories', () => {
  it('a skin test opens BCG, immunoglobulin puts MMR off', () => {
    const facts = (p: GeneratedPerson): Subject => ({
      ...subject(p),
      observations: (p.facts ?? []).map(({ code, date }) => ({ code, date })),
    });
    const stand = (p: GeneratedPerson, series: string) =>
      forecast(facts(p), p.doses, schedule(TODAY), TODAY).find((f) => f.series === series);
    const tested = only('skin_test');
    expect(stand(tested, 'BCG')?.reasons.map((r) => r.code)).not.toContain('SKIN_TEST_REQUIRED');
    expect(['due', 'overdue']).toContain(stand(tested, 'BCG')?.status);
    const treated = only('immunoglobulin');
    expect(statusOf(treated, 'MMR')).toBe('due');
    expect(stand(treated, 'MMR')?.status).toBe('deferred');
  });

  it('S-13 of two newborns without a birth dose one has a reason', () => {
    const [small, other] = story('birth_doses');
    if (!small || !other) throw new Error('two newborns expected');
    expect(small.birthWeightG).toBeLessThan(2000);
    expect(small.conditions).toEqual(['HBSAG_POS_MOTHER']);
    expect(small.notGiven).toEqual([{ series: 'BCG', reason: 'preterm_low_weight' }]);
    expect(statusOf(small, 'HepB')).toBe('not_yet');
    expect(statusOf(other, 'HepB')).toBe('overdue');
    expect(other.notGiven).toEqual([]);
  });

  it('Q-19 a dose given too early in an outbreak has its reason, and the next one counts', () => {
    const child = only('outbreak_dose');
    const judged = evaluate(subject(child), child.doses, schedule(TODAY), TODAY).doses;
    const overridden = child.doses.filter((d) => d.overrideReason !== undefined);
    expect(overridden).toHaveLength(1);
    expect(judged.filter((d) => !d.clinicallyValid).map((d) => d.id)).toEqual(overridden.map((d) => d.id));
  });

  it('Q-13, J-14 the guardian is the mother of two: one complete for school, one with doses due today', () => {
    const [elder, baby] = story('guardian_family');
    if (!elder || !baby) throw new Error('two children expected');
    for (const child of [elder, baby]) {
      expect(child.guardians[0]).toMatchObject({
        name: demo.guardian.name,
        documentNumber: demo.guardian.documentNumber,
      });
      expect(child.phone).toBe(demo.guardian.phone);
    }
    expect(parseResidentId(demo.guardian.documentNumber).ok).toBe(true);
    expect(entryAssessment(subject(elder), elder.doses, schedule(TODAY), TODAY).result).toBe(1);
    expect(statusOf(baby, 'Polio')).toBe('due');
  });

  it('twins share mother and birth date, not document or name', () => {
    const [a, b] = story('twins');
    expect(a?.guardians).toEqual(b?.guardians);
    expect(a?.birthDate).toBe(b?.birthDate);
    expect(a?.documentNumber).not.toBe(b?.documentNumber);
    expect(compareNames(a?.name ?? '', b?.name ?? '').verdict).toBe('no_match');
  });

  it('the duplicate shares mother, birth date and one dose, under two names in two clinics', () => {
    const [a, b] = story('duplicate');
    if (!a || !b) throw new Error('two files expected');
    expect([a.birthDate, a.guardians[0]?.name]).toEqual([b.birthDate, b.guardians[0]?.name]);
    expect(a.managingClinicCode).not.toBe(b.managingClinicCode);
    const shared = a.doses.filter((d) => b.doses.some((e) => e.date === d.date && e.vaccine === d.vaccine));
    expect(shared).toHaveLength(1);
  });

  it('the other stories show what their summaries say', () => {
    expect(new Set(only('lost_card').doses.map((d) => d.clinicCode)).size).toBeGreaterThan(1);
    expect(only('catch_up').doses.length).toBeLessThan(6);
    expect(statusOf(only('catch_up'), 'MMR')).toBe('overdue');
    expect(
      only('refusal')
        .doses.map((d) => d.vaccine.slice(0, 2))
        .sort(),
    ).toEqual(['01', '02']);
    expect(only('moved_in').doses.some((d) => d.clinicCode === '777777777777' && d.traceCode === null)).toBe(true);
    expect(only('moved_out').registrationState).toBe('moved_out');
    expect(only('hbsag_positive_mother').conditions).toEqual(['HBSAG_POS_MOTHER']);
    expect(only('hbsag_positive_mother').doses.filter((d) => d.vaccine.startsWith('02'))).toHaveLength(3);
    expect(only('twenty_four_doses').doses).toHaveLength(24);
    expect(only('newborn').name).toBe('东玉梅之女');
    expect(only('foreign_child').documentType).toBe('PASSPORT');
    expect(only('hmt_child').documentType).toBe('HMT_RESIDENCE_PERMIT');
  });
});

describe('Q-77 the class list', () => {
  it.each([TODAY, '2027-02-28', '2026-07-01', '2025-12-31'])(
    'has 45 pupils whose verdicts on %s are as told',
    (today) => {
      const { pupils } = today === TODAY ? demo : generateDemo({ seed: DEMO_SEED, today });
      const counts = new Map<string, number>();
      for (const { person, expected } of pupils) {
        counts.set(expected, (counts.get(expected) ?? 0) + 1);
        if (person)
          expect(
            String(entryAssessment(subject(person), person.doses, schedule(today), today).result),
            person.name,
          ).toBe(expected);
      }
      expect(Object.fromEntries(counts)).toEqual({ '1': 28, '2': 9, '3': 4, '4': 2, '5': 2 });
    },
  );

  it('is typed the way teachers type, and can be read', () => {
    const rows = rosterRows(demo);
    expect(rows).toHaveLength(45);
    expect(rows.some((r) => r.birthDate.includes('年')) && rows.some((r) => r.birthDate.includes('/'))).toBe(true);
    for (const row of rows) {
      const id = parseResidentId(row.documentNumber, TODAY);
      expect(readDate(row.birthDate, { latest: TODAY })).toEqual({ ok: true, value: id.ok && id.value.birthDate });
    }
  });

  it('names four children who have no file anywhere', () => {
    const documents = new Set(persons.map((p) => p.documentNumber));
    expect(rosterRows(demo).filter((r) => !documents.has(r.documentNumber))).toHaveLength(4);
  });
});
