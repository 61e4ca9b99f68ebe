import { randomInt } from 'node:crypto';
import { audit, badInput, type Em } from '@miaoben/kernel';
import { narrowTo, reachOf, readDivision } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { findingsOf } from './finding.repository.ts';
import { drawFiles, type Frame, strataOf } from './sample.repository.ts';
import { allocate, checkedSeed, type Stratum } from './sample.rules.ts';
import type { SampleInput } from './sample.type.ts';

const MAX_SIZE = 1000;
const SEED_DIGITS = 8;

/** A sample as it was asked for, checked: what its sheet is drawn from again. */
export interface SampleRequest {
  frame: Frame;
  size: number;
  seed: string;
}

/** @throws FORBIDDEN outside the area; BAD_INPUT by field */
export function checkedSample(ctx: PeopleCtx, operation: string, input: SampleInput): SampleRequest {
  const reach = narrowTo(readDivision(input.division), reachOf(ctx.scopeOf(operation), ctx.claims));
  if (input.bornFrom > input.bornTo) throw badInput('input.bornTo', 'out_of_range');
  if (input.states.length === 0) throw badInput('input.states', 'required');
  if (input.size < 1 || input.size > MAX_SIZE) throw badInput('input.size', 'out_of_range', { min: 1, max: MAX_SIZE });
  const seed = checkedSeed(input.seed?.trim() || String(randomInt(10 ** (SEED_DIGITS - 1), 10 ** SEED_DIGITS)));
  if (seed === null) throw badInput('input.seed', 'format');
  const { bornFrom, bornTo } = input;
  return { frame: { reach, bornFrom, bornTo, states: input.states }, size: input.size, seed };
}

/** Draws: units in drawn order with their share, and the ids of the files. */
export async function drawSample(
  em: Em,
  { frame, size, seed }: SampleRequest,
): Promise<{ strata: Stratum[]; sizes: Map<string, number>; ids: string[] }> {
  const strata = await strataOf(em, frame, seed);
  const sizes = allocate(strata, size);
  const ids = strata.length === 0 ? [] : await drawFiles(em, frame, seed, sizes);
  return { strata, sizes, ids };
}

/** Query.personSample. The draw is one audit line with its seed; the files shown are audited as read. */
export async function personSample(ctx: PeopleCtx, input: SampleInput) {
  const request = checkedSample(ctx, 'Query.personSample', input);
  const drawn = await drawSample(ctx.em, request);
  await audit(ctx.em, ctx.claims, 'Query.personSample', undefined, {
    division: input.division,
    seed: request.seed,
    count: drawn.ids.length,
  });
  const findings = await findingsOf(ctx.em, request.seed, request.frame.reach);
  // A file that was found may be drawn no longer: it left the frame meanwhile.
  const ids = new Set([...drawn.ids, ...findings.map((f) => f.person_id)]);
  const rows = await ctx.loaders.person.loadMany([...ids]);
  const files = new Map(rows.flatMap((row) => (row === null || row instanceof Error ? [] : [[row.id, row] as const])));
  const persons = drawn.ids.flatMap((id) => files.get(id) ?? []);
  return { ...drawn, seed: request.seed, persons, findings, files };
}
