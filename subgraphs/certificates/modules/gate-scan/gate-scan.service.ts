import { verifyCodeAt } from '@miaoben/credential';
import { badInput, type Em, forbidden, isUuid, newId, runCommand } from '@miaoben/kernel';
import type { PupilChecked } from '@miaoben/schema';
import type { CertificatesCtx } from '../../loaders.ts';
import { ownCheckOfCode, takeOwnCheckRow } from '../own-check/own-check.repository.ts';
import { findChecks } from '../school-check/school-check.repository.ts';
import { openPupil } from '../school-check/school-check.shape.ts';
import { writePupils } from '../school-pupil/pupil-write.ts';
import { lockPupils } from '../school-pupil/school-pupil.repository.ts';
import { currentLists } from '../trust/trust.verifier.ts';
import { type GateScanRow, insertGateScan, isSeenElsewhere, listedRow, scansOf } from './gate-scan.repository.ts';
import { decide } from './gate-scan.rules.ts';
import { type GateScan, type GateScanInput, GateScanOutcome } from './gate-scan.type.ts';

/** A device keeps what it scanned for so long; a scan from further back, or from the future, is a wrong clock. */
const OLDEST_MS = 30 * 86_400_000;
const SKEW_MS = 5 * 60_000;
const MAX_CODE = 2_000;

const shape = (row: GateScanRow): GateScan => ({
  row: row.number,
  outcome: GateScanOutcome[row.outcome],
  reason: row.reason,
  isElsewhere: row.is_elsewhere,
  scannedAt: new Date(row.scanned_at),
  listDate: row.list_date === null ? null : new Date(row.list_date),
});

/**
 * Mutation.recordGateScan: what a device scanned, with or without a network, is verified again here: for the moment of the scan, by the
 * lists of now.
 */
export async function recordGateScan(ctx: CertificatesCtx, commandId: string, input: GateScanInput): Promise<GateScan> {
  const operation = 'Mutation.recordGateScan';
  const { organisation, account } = ctx.claims;
  if (ctx.scopeOf(operation) !== 'roster' || !organisation) throw forbidden();
  const [check] = isUuid(input.checkId) ? await findChecks(ctx.em, [input.checkId], organisation) : [];
  if (!check) throw forbidden();
  const listed = await listedRow(ctx.em, check.id, input.row);
  if (!listed) throw badInput('row', 'no_match');
  if (input.code.length > MAX_CODE) throw badInput('code', 'too_long', { max: MAX_CODE });
  const scannedAt = input.scannedAt.getTime();
  // A device's clock runs with the real calendar, a demo's clock does not.
  if (scannedAt > Date.now() + SKEW_MS || scannedAt < Date.now() - OLDEST_MS)
    throw badInput('scannedAt', 'out_of_range');
  const number = await runCommand(ctx, operation, commandId, input, async (em) => {
    const pupil = openPupil(ctx.keyring, listed.sealed);
    const ref = String(input.row);
    const answer = await verifyCodeAt(input.code, {
      ...(await currentLists(em)),
      now: Math.floor((ctx.clock.instant().getTime() - (Date.now() - scannedAt)) / 1000),
      clockHighWater: 0,
      roster: pupil.birthDate === null ? [] : [{ ref, name: pupil.name, birthDate: pupil.birthDate, idNumber: null }],
    });
    const { outcome, reason } = decide(answer, { result: input.result ?? null });
    const hash = answer.payloadHash;
    const row: GateScanRow = {
      id: newId(),
      check_id: check.id,
      number: input.row,
      school_id: organisation,
      payload_hash: hash,
      claimed_result: input.result ?? null,
      outcome: GateScanOutcome[outcome],
      reason,
      is_elsewhere: hash !== null && (await isSeenElsewhere(em, hash, organisation)),
      scanned_at: input.scannedAt.toISOString(),
      list_date: input.listDate?.toISOString() ?? null,
      by_account: account,
      at: ctx.clock.now().toISOString(),
    };
    await insertGateScan(em, row);
    // The code of a parent's own report: scanned by the school it is addressed to, it is taken as the pupil's check.
    const own = outcome === 'accepted' && hash !== null ? await ownCheckOfCode(em, hash) : undefined;
    if (own?.school_id === organisation) await takeOwnCheckRow(em, own.id, account, ctx.clock.now());
    const events =
      outcome === 'accepted' && listed.pupil_id !== null ? await noteSeen(em, ctx, organisation, listed.pupil_id) : [];
    return { outcome: shape(row), events, subject: check.id, detail: { row: input.row, outcome, reason } };
  });
  // A stored outcome is JSON: its instants are text.
  return { ...number, scannedAt: new Date(number.scannedAt), listDate: number.listDate && new Date(number.listDate) };
}

/** The pupil of the round showed a certificate (有无接种证). */
async function noteSeen(em: Em, ctx: CertificatesCtx, schoolId: string, pupilId: string): Promise<PupilChecked[]> {
  const [pupil] = await lockPupils(em, [pupilId], { schoolId });
  if (!pupil || pupil.certificate_seen === true) return [];
  const steps = [{ step: 'certificate_seen', detail: { seen: true } }];
  const change = { row: { ...pupil, certificate_seen: true }, steps };
  return (await writePupils(em, ctx.clock.now(), ctx.claims, [change])).events;
}

/** SchoolCheck.scans: of a check the caller was given. */
export async function readScans(ctx: CertificatesCtx, checkId: string): Promise<GateScan[]> {
  return (await scansOf(ctx.em, checkId)).map(shape);
}
