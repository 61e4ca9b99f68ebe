import {
  badInput,
  dateInShanghai,
  type Em,
  forbidden,
  isUuidV7,
  MiaobenError,
  NotHeardOf,
  runCommand,
} from '@miaoben/kernel';
import { type Reach, reachOf } from '@miaoben/kernel/reach';
import { vialIdOf } from '@miaoben/schedule/vial';
import type { VaccinesCtx } from '../../loaders.ts';
import { type Catalogue, catalogueOn } from '../catalogue/catalogue.ts';
import { findLots, type LotRow, moveStock } from '../catalogue/lot.repository.ts';
import { consentsOf } from '../consent/consent.repository.ts';
import { standingConsent } from '../consent/consent.service.ts';
import { storeForecast } from '../due/recompute.ts';
import { standsFor } from '../merge/merge.events.ts';
import { startObservation } from '../observation/observation.service.ts';
import { lockSubject, type SubjectRow } from '../person/subject.repository.ts';
import { evaluateDoses } from '../plan/engine.ts';
import { type Reason, shapeReason } from '../plan/reason.type.ts';
import { standingAt } from '../point/point.service.ts';
import { type Drawn, drawFromVial } from '../vial/vial.service.ts';
import type { VisitRow } from '../visit/visit.repository.ts';
import { noteDose } from '../visit/visit.steps.ts';
import { doseChanged } from './dose.events.ts';
import type { RecordDoseInput } from './dose.input.ts';
import { countTraceCode, type DoseRow, dosesOf, insertDoseRows, setReviewed } from './dose.repository.ts';
import { classify, type Entry, findFault, normaliseEntry, sameDayRecords } from './dose.rules.ts';
import type { DoseKey } from './dose-id.ts';
import { consentWarning, warning } from './warnings.ts';

export interface RecordedDose {
  key: DoseKey;
  warnings: Reason[];
  conflict: boolean;
}

/** The person, held until the transaction ends; one this subgraph has not heard of yet is asked for once. */
async function holdSubject(em: Em, personId: string, reach: Reach, caughtUp: boolean): Promise<SubjectRow> {
  const known = await lockSubject(em, personId, reach);
  if (known) return known;
  throw caughtUp ? forbidden() : new NotHeardOf('people');
}

/** @throws BAD_INPUT unknown_code, expired or recalled for a dose about to be given; otherwise it is only told */
async function checkLot(em: Em, ctx: VaccinesCtx, input: RecordDoseInput, entry: Entry) {
  const none = { lot: undefined as LotRow | undefined, warnings: [] as Reason[] };
  if (!input.productId || !input.lotNumber) return none;
  const [lot] = await findLots(em, [{ productId: input.productId, number: input.lotNumber }], ctx.claims.organisation);
  if (!lot) {
    if (entry.now) throw badInput('lotNumber', 'unknown_code');
    return { lot, warnings: entry.here ? [warning('LOT_UNKNOWN')] : [] };
  }
  // Of an expired lot that was given already, the engine speaks.
  if (entry.now && lot.expires_on < input.date) throw badInput('lotNumber', 'expired');
  if (entry.now && lot.recall !== null) throw badInput('lotNumber', 'recalled');
  // Of doses that do not count the engine speaks.
  return { lot, warnings: entry.here && lot.recall === 'stopped' ? [warning('LOT_STOPPED')] : [] };
}

/**
 * The vial a dose of several is drawn from; a device of an earlier release may tell none.
 * @throws as `drawFromVial`
 */
async function checkVial(
  em: Em,
  ctx: VaccinesCtx,
  input: RecordDoseInput,
  entry: Entry,
  catalogue: Catalogue,
): Promise<Drawn> {
  const told = (warnings: Reason[]): Drawn => ({ warnings, doubt: null });
  const product = input.productId ? catalogue.products.get(input.productId) : undefined;
  const { traceCode, vialId, lotNumber } = input;
  const { organisation, account } = ctx.claims;
  if (product && product.dosesPerContainer > 1) {
    // What another clinic drew from its vial is its own matter.
    if (!entry.here || !organisation || !lotNumber) return told([]);
    const { recordedAt: at, now } = entry;
    if (!traceCode && !vialId) return told([warning('VIAL_MISSING')]);
    return drawFromVial(em, { traceCode, vialId, product, lotNumber, organisation, account, at, now });
  }
  const isUsed = traceCode && (await countTraceCode(em, traceCode)) > 0;
  return told(isUsed ? [warning('TRACE_CODE_USED')] : []);
}

/**
 * What the lists of the visit's point say to a dose (H-11).
 * @throws BAD_INPUT vaccineCode not_at_point, visitId not_of_point for a dose about to be given; of a given one it is only told
 */
async function checkPoint(em: Em, ctx: VaccinesCtx, visit: VisitRow, vaccine: string, entry: Entry): Promise<Reason[]> {
  const place = { organisation: visit.organisation_id, point: visit.point, sessionId: visit.session_id };
  const { isStaff, isGiven } = await standingAt(em, place, { account: ctx.claims.account, vaccine });
  if (entry.now && !isStaff) throw badInput('visitId', 'not_of_point');
  if (entry.now && !isGiven) throw badInput('vaccineCode', 'not_at_point');
  return isGiven ? [] : [warning('NOT_TAKEN_ALONG')];
}

function rowOf(
  ctx: VaccinesCtx,
  commandId: string,
  input: RecordDoseInput,
  entry: Entry,
  subject: SubjectRow,
  catalogue: Catalogue,
  lot: LotRow | undefined,
): DoseRow {
  const product = input.productId ? catalogue.products.get(input.productId) : undefined;
  return {
    person_id: subject.person_id,
    birth_date: subject.birth_date,
    dose_id: input.doseId,
    division: subject.division,
    given_on: input.date,
    vaccine: input.vaccineCode,
    product_id: input.productId ?? null,
    lot_number: input.lotNumber ?? null,
    trace_code: input.traceCode ?? null,
    vial_id: entry.here && product && product.dosesPerContainer > 1 ? vialIdOf(input) : null,
    vial_doubt: null,
    site: input.site ?? null,
    route: input.route ?? null,
    volume_ml: input.volumeMl ?? (entry.here ? (product?.doseVolumeMl ?? null) : null),
    clinic_id: entry.here ? (ctx.claims.organisation ?? null) : null,
    clinic_name: entry.here ? null : (input.clinicName ?? null),
    vaccinator_id: entry.here ? ctx.claims.account : null,
    vaccinator_name: null,
    state: 'given',
    void_reason: null,
    source: entry.source,
    override_reason: input.overrideReason ?? null,
    reviewed: true,
    took_stock: false,
    recorded_by: ctx.claims.account,
    command_id: commandId,
    visit_id: null,
    point: null,
    recorded_at: entry.recordedAt.toISOString(),
    lot_expires_on: lot?.expires_on ?? null,
    lot_is_void: lot?.recall === 'void',
    origin_person: input.personId === subject.person_id ? null : input.personId,
  };
}

/**
 * What speaks against the new dose: the engine's advice, and want of a visit (S-44) or of consent (H-18).
 * @throws BAD_INPUT overrideReason required when a person can still stop and gave no reason
 */
async function advice(
  em: Em,
  subject: SubjectRow,
  doses: readonly DoseRow[],
  row: DoseRow,
  entry: Entry,
  catalogue: Catalogue,
  visitId: string | null | undefined,
) {
  const verdict = evaluateDoses(subject, [...doses, row], catalogue, row.given_on).get(row.dose_id);
  const judged = (verdict?.reasons ?? []).map(shapeReason);
  const unsigned = entry.here ? await wantOfConsent(em, subject, doses, row) : undefined;
  const wanting = [...(entry.here && !visitId ? [warning('VISIT_MISSING')] : []), ...(unsigned ? [unsigned] : [])];
  const against = [...(verdict !== undefined && !verdict.clinicallyValid ? judged : []), ...wanting];
  if (entry.now && against.length > 0 && !row.override_reason) {
    throw badInput('overrideReason', 'required', { reasons: against });
  }
  return {
    reasons: [...judged, ...wanting],
    overridden: row.override_reason === null ? [] : against.map((r) => r.code),
  };
}

async function wantOfConsent(em: Em, subject: SubjectRow, doses: readonly DoseRow[], row: DoseRow) {
  const consents = await consentsOf(em, [subject.person_id]);
  return consentWarning(standingConsent(row.vaccine, row.given_on, consents, doses).state);
}

/**
 * Records a dose. Doses only add (design section 7): a second record of the same dose is kept, both wait for review. The
 * engine advises; it never forbids.
 * @throws FORBIDDEN for a person out of reach or a vaccine outside the caller's scope; BAD_INPUT with field and reason;
 *   CONFLICT duplicate when the dose id is there already, wrong_state when its visit is not that far
 */
export async function recordDose(ctx: VaccinesCtx, commandId: string, raw: RecordDoseInput): Promise<RecordedDose> {
  const operation = 'Mutation.recordDose';
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const today = ctx.clock.today();
  const catalogue = await catalogueOn(ctx.orm, today);
  return runCommand(ctx, operation, commandId, raw, async (em, { caughtUp }) => {
    const { input, fault } = normaliseEntry(raw);
    if (!isUuidV7(input.doseId)) throw badInput('doseId', 'format');
    // What arrives late for a merged file is a dose of the one that stands for it.
    const subject = await holdSubject(em, await standsFor(em, input.personId), reach, caughtUp);
    const now = ctx.clock.now();
    const entry = classify(input, ctx.claims, { now, today });
    const wrong = fault ?? findFault(input, entry, { birthDate: subject.birth_date, today, catalogue });
    if (wrong) throw badInput(wrong.field, wrong.reason);
    if (ctx.claims.vaccines && !ctx.claims.vaccines.includes(input.vaccineCode)) throw forbidden();

    const doses = await dosesOf(em, [subject.person_id]);
    if (doses.some((d) => d.dose_id === input.doseId)) {
      throw new MiaobenError('CONFLICT', { field: 'doseId', reason: 'duplicate' });
    }
    const { lot, warnings } = await checkLot(em, ctx, input, entry);
    const row = rowOf(ctx, commandId, input, entry, subject, catalogue, lot);
    const { reasons, overridden } = await advice(em, subject, doses, row, entry, catalogue, input.visitId);
    const drawn = await checkVial(em, ctx, input, entry, catalogue);
    warnings.push(...drawn.warnings, ...reasons);
    if (drawn.doubt !== null) Object.assign(row, { vial_id: null, vial_doubt: drawn.doubt, reviewed: false });

    const twins = sameDayRecords(doses, input, catalogue);
    if (twins.length > 0) {
      row.reviewed = false;
      warnings.push(warning('SAME_DAY_RECORD'));
      await setReviewed(em, twins, false);
    }
    // Codes only: the words of the reason may name somebody.
    const detail: Record<string, unknown> = overridden.length > 0 ? { overridden } : {};
    if (entry.here && lot && ctx.claims.organisation) {
      row.took_stock = true;
      const left = await moveStock(em, ctx.claims.organisation, { productId: lot.product_id, number: lot.number }, -1);
      if (left < 0) {
        detail.stock = left;
        ctx.log.warn(
          { organisation: ctx.claims.organisation, product: lot.product_id, lot: lot.number, left },
          'negative stock',
        );
      }
    }
    const given = { doseId: row.dose_id, at: entry.recordedAt, isNow: entry.now };
    const visit = entry.here && input.visitId ? await noteDose(ctx, em, input.visitId, subject, given) : undefined;
    row.visit_id = visit?.visit.id ?? null;
    row.point = visit?.visit.point ?? null;
    if (visit) warnings.push(...(await checkPoint(em, ctx, visit.visit, row.vaccine, entry)));
    await insertDoseRows(em, [row]);
    const key = { personId: row.person_id, birthDate: row.birth_date, doseId: row.dose_id };
    // One entered on the day it was given, however late it gets here.
    if (entry.here && input.date === dateInShanghai(entry.recordedAt) && ctx.claims.organisation) {
      await startObservation(
        em,
        { personId: key.personId, doseId: key.doseId },
        ctx.claims.organisation,
        entry.recordedAt,
      );
    }
    const coverage = await storeForecast(em, catalogue, [{ subject, doses: [...doses, row] }], today);
    return {
      outcome: { key, warnings, conflict: !row.reviewed },
      events: [doseChanged(row), ...coverage],
      subject: key.doseId,
      detail,
    };
  });
}
