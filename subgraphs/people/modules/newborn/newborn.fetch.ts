import { createHash } from 'node:crypto';
import { type Em, MiaobenError, query, runCommand, type Services } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';
import { blindsOfTold } from './newborn.look.ts';
import { askNewborns, type ToldNewborn, type ToldPages } from './newborn.port.ts';
import { type FreshNewborn, fetchCursors, putCursor, putNewborns } from './newborn.repository.ts';
import type { NewbornIntake } from './newborn.type.ts';

const PROVINCE_DIGITS = 2;
const COUNTY_DIGITS = 6;
type Base = Pick<Services, 'keyring' | 'clock'>;
type Answer = ToldPages & { readonly division: string };

/** Where a newborn is seen, whoever asked: at its residence in the province, else its household, else the division that was asked. */
function divisionOf(told: ToldNewborn, asked: string): string {
  const province = asked.slice(0, PROVINCE_DIGITS);
  const place = [told.residence, told.household].find((c) => c !== null && /^\d{9}$/.test(c) && c.startsWith(province));
  return place ?? asked;
}

function freshOf(base: Base, told: ToldNewborn, asked: string): FreshNewborn {
  const digest = createHash('sha256').update(JSON.stringify(told)).digest('hex');
  // A keyed digest: a plain one of so little text could be guessed.
  const keyed = base.keyring.blind('newborn.digest', digest);
  return { told, digest: keyed, division: divisionOf(told, asked), ...blindsOfTold(base, told) };
}

/** Stores what was told of divisions and how far each was asked. @param em in a transaction */
async function takeIn(base: Base, em: Em, answers: readonly Answer[]): Promise<NewbornIntake> {
  const at = base.clock.now();
  const intake = { received: 0, fresh: 0, changed: 0, unreadable: 0 };
  for (const { division, told, unreadable, cursor } of answers) {
    // The last word of each newborn stands.
    const last = [...new Map(told.map((t) => [t.id, t])).values()];
    const put = await putNewborns(
      em,
      base.keyring,
      last.map((t) => freshOf(base, t, division)),
      at,
    );
    await putCursor(em, division, cursor, at);
    intake.received += told.length;
    intake.fresh += put.fresh;
    intake.changed += put.changed;
    intake.unreadable += unreadable;
  }
  return intake;
}

/**
 * Mutation.fetchNewborns: what the maternal-child system (妇幼系统) told of the caller's area since it was asked last. The same newborn
 * told again is the same row.
 * @throws UNAVAILABLE when the system is not there
 */
export async function fetchNewborns(ctx: PeopleCtx, commandId: string): Promise<NewbornIntake> {
  const { divisions } = ctx.claims;
  if (ctx.config.maternalUrl === '') throw new MiaobenError('UNAVAILABLE');
  const cursors = await fetchCursors(ctx.em, divisions);
  const answers = await Promise.all(
    divisions.map(async (division): Promise<Answer> => {
      const answer = await askNewborns(ctx.config, division, cursors.get(division)?.cursor ?? '');
      if ('failure' in answer) throw new MiaobenError('UNAVAILABLE');
      return { division, ...answer };
    }),
  );
  return runCommand(ctx, 'Mutation.fetchNewborns', commandId, {}, async (em) => {
    const outcome = await takeIn(ctx, em, answers);
    return { outcome, detail: { ...outcome } };
  });
}

/** The counties that have a clinic: whose newborns somebody works on. */
async function countiesWithClinics(em: Em, today: string): Promise<string[]> {
  const rows = await query<{ county: string }>(
    em,
    `select distinct substr(division_code, 1, $1) county from organisation
     where kind = 'clinic' and (closed_on is null or closed_on > $2::date) order by 1`,
    [COUNTY_DIGITS, today],
  );
  return rows.map((r) => r.county);
}

/**
 * Fetches by the clock what nobody pressed for, county by county, each in a transaction of its own with its own cursor: what a stop or a
 * silence of the system leaves over, the next round fetches.
 * @returns how many newborns are new
 */
export async function fetchDueNewborns(
  services: Pick<Services, 'orm' | 'keyring' | 'clock' | 'config' | 'log'>,
): Promise<number> {
  const { orm, clock, config, log } = services;
  if (config.maternalUrl === '') return 0;
  const em = () => orm.em.fork() as Em;
  const counties = await countiesWithClinics(em(), clock.today());
  const cursors = await fetchCursors(em(), counties);
  let fresh = 0;
  for (const division of counties) {
    const answer = await askNewborns(config, division, cursors.get(division)?.cursor ?? '');
    if ('failure' in answer) {
      // It is away for the other counties too.
      log.warn({ division, reason: answer.failure }, 'newborns could not be fetched');
      break;
    }
    const intake = await em().transactional((inner) => takeIn(services, inner as Em, [{ division, ...answer }]));
    fresh += intake.fresh;
  }
  return fresh;
}
