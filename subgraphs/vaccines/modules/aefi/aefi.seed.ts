import { type Em, newId, type Orm, publish } from '@miaoben/kernel';
import type { AefiClass, AefiSeverity, AefiSymptom, FeverGrade, SizeGrade } from './aefi.codes.ts';
import { toldCase } from './aefi.events.ts';
import { insertCase, nextNumber, putSuspects } from './aefi.repository.ts';
import { addStep } from './aefi-step.repository.ts';

/** A case that is over, as seeds have it. */
export interface AefiSeed {
  readonly personId: string;
  /** township of the person, nine digits */
  readonly division: string;
  readonly dose: {
    readonly id: string;
    readonly vaccine: string;
    readonly productId: string;
    readonly lotNumber: string;
    readonly givenOn: string;
  };
  /** the clinic that gave the dose and reports */
  readonly clinicId: string;
  readonly onsetAt: Date;
  readonly reportedAt: Date;
  readonly closedAt: Date;
  readonly severity: AefiSeverity;
  readonly symptoms: readonly AefiSymptom[];
  readonly fever: FeverGrade;
  readonly redness: SizeGrade;
  readonly cause: AefiClass;
  readonly causeReason: string;
  /** accounts of the clinic and of disease control */
  readonly reporter: string;
  readonly reviewer: string;
}

const COUNTY_DIGITS = 6;

/** Writes cases with their doses, numbers and history, and tells them; those of earlier reports first. */
export async function insertAdverseEvents(orm: Orm, seeds: readonly AefiSeed[]): Promise<void> {
  const inOrder = seeds.toSorted((a, b) => a.reportedAt.getTime() - b.reportedAt.getTime());
  await (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    for (const seed of inOrder) await insertOne(em, seed);
  });
}

async function insertOne(em: Em, seed: AefiSeed): Promise<void> {
  const id = newId();
  const [onset, reported, closed] = [seed.onsetAt, seed.reportedAt, seed.closedAt].map((at) => at.toISOString());
  await insertCase(em, {
    id,
    number: await nextNumber(em, seed.division.slice(0, COUNTY_DIGITS), seed.reportedAt.getUTCFullYear()),
    person_id: seed.personId,
    origin_person: null,
    division: seed.division,
    desk: seed.division,
    referred_by: null,
    came_by: [],
    unit_id: seed.clinicId,
    source: 'clinic',
    state: 'closed',
    severity: seed.severity,
    major_concern: false,
    onset_at: onset!,
    found_at: onset!,
    symptoms: [...seed.symptoms],
    fever: seed.fever,
    redness: seed.redness,
    induration: 'none',
    description: null,
    diagnosis: null,
    hospitalised: seed.severity !== 'non_severe',
    hospital: null,
    treatment: null,
    outcome: 'recovered',
    cause: seed.cause,
    cause_reason: seed.causeReason,
    findings: seed.cause === 'common_reaction' ? null : seed.causeReason,
    told_by: seed.reporter,
    handled_by: seed.reviewer,
    entered_at: reported!,
    reported_at: reported!,
    reopened_at: null,
    investigated_at: seed.cause === 'common_reaction' ? null : closed!,
    findings_at: seed.cause === 'common_reaction' ? null : closed!,
    classified_at: closed!,
    closed_at: closed!,
    next_due_at: null,
    next_due: null,
    clock_ahead_s: 0,
    version: 4,
  });
  const { dose } = seed;
  await putSuspects(em, id, [
    {
      rank: 1,
      dose_id: dose.id,
      vaccine: dose.vaccine,
      product_id: dose.productId,
      lot_number: dose.lotNumber,
      given_on: dose.givenOn,
      clinic_id: seed.clinicId,
    },
  ]);
  const clinic = { account: seed.reporter, organisation: seed.clinicId };
  const county = { account: seed.reviewer };
  const step = { caseId: id, at: seed.closedAt, actor: county, reason: null };
  await addStep(em, {
    ...step,
    number: 1,
    at: seed.reportedAt,
    action: 'report',
    from: null,
    to: 'reported',
    actor: clinic,
  });
  await addStep(em, { ...step, number: 2, action: 'review', from: 'reported', to: 'reviewed' });
  await addStep(em, {
    ...step,
    number: 3,
    action: 'classify',
    from: 'reviewed',
    to: 'classified',
    reason: seed.causeReason,
  });
  await addStep(em, { ...step, number: 4, action: 'close', from: 'classified', to: 'closed' });
  await publish(em, await toldCase(em, id));
}
