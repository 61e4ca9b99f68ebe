import { type Em, publish, type Services } from '@miaoben/kernel';
import type { VaccinesCtx } from '../../loaders.ts';
import { catalogueOn, forgetCatalogue } from '../catalogue/catalogue.ts';
import { rejudgePersons } from '../due/recompute.ts';
import {
  countAffected,
  latestRejudging as latestRow,
  nextAffected,
  noteProgress,
  noteTotal,
  orderRejudging,
  type RejudgingRow,
  takeRejudging,
} from './rejudging.repository.ts';
import { affectedBy, differencesOfVersions } from './schedule.difference.ts';
import { type Affected, rulesOn, type ScheduleContent, versionsOf } from './schedule.document.ts';
import { activeDocument, noteVersion } from './schedule.repository.ts';
import type { Rejudging } from './schedule.type.ts';

export const REJUDGING_BATCH = 500;

type Needs = Pick<Services, 'orm' | 'clock'>;

const shape = (row: RejudgingRow): Rejudging => ({
  id: row.id,
  documentId: row.document_id,
  version: row.version,
  cause: row.cause,
  state: row.state,
  done: row.done,
  total: row.total,
  changed: row.changed,
  startedAt: new Date(row.started_at),
  finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
  ratePerSecond: row.done > 0 && row.seconds > 0 ? row.done / row.seconds : null,
});

/** The latest judging anew, running or ended. */
export async function latestRejudging(ctx: VaccinesCtx): Promise<Rejudging | null> {
  const row = await latestRow(ctx.em);
  return row ? shape(row) : null;
}

/** The catalogue of the document in use now, whatever this process has read before. */
async function freshCatalogue(em: Em, { orm, clock }: Needs) {
  const today = clock.today();
  const active = await activeDocument(em);
  let catalogue = await catalogueOn(orm, today);
  if (active && catalogue.documentId !== active.id) {
    forgetCatalogue(orm);
    catalogue = await catalogueOn(orm, today);
  }
  return catalogue;
}

/**
 * Judges one batch of the files that wait for it anew: what changed is written and told, and where to go on is noted, in one
 * transaction, so that a process that stops in the middle loses and repeats nothing. One process at a time.
 * @returns false when nothing waits or another process is at it
 */
export async function rejudgeStep(needs: Needs, batch = REJUDGING_BATCH): Promise<boolean> {
  return (needs.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const waiting = await takeRejudging(em);
    if (!waiting) return false;
    const today = needs.clock.today();
    if (waiting.total === null) {
      await noteTotal(em, waiting.id, await countAffected(em, waiting.affected, today));
      return true;
    }
    const ids = await nextAffected(em, waiting, today, batch);
    const { changed, events } = await rejudgePersons(em, await freshCatalogue(em, needs), ids, today, 'changed');
    await publish(em, events);
    await noteProgress(em, waiting.id, {
      lastPerson: ids.at(-1) ?? waiting.last_person,
      done: ids.length,
      changed,
      finished: ids.length < batch,
    });
    return true;
  });
}

/** Whom it concerns that other rules hold from a day on. */
function affectedByDay(content: ScheduleContent, before: string, after: string): Affected {
  const [[from = '', ...layersBefore], [to = '', ...layersAfter]] = [before.split('+'), after.split('+')];
  const versions = versionsOf(content);
  const [was, is] = [versions.find((v) => v.id === from), versions.find((v) => v.id === to)];
  if (!was || !is) return { underYears: null, sex: null, bornFrom: null };
  const affected = affectedBy(differencesOfVersions(was, is), [was, is]);
  const sameLayers = layersBefore.join() === layersAfter.join();
  return sameLayers ? affected : { underYears: affected.underYears, sex: null, bornFrom: null };
}

/**
 * Orders the judging anew when the day of another version or layer of the document has come.
 * @returns true when it was ordered
 */
export async function noticeRules({ orm, clock }: Needs): Promise<boolean> {
  return (orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const active = await activeDocument(em);
    if (!active) return false;
    const rules = rulesOn(active, clock.today());
    if (active.version === rules) return false;
    if (!(await noteVersion(em, active.id, active.version, rules)) || active.version === null) return false;
    const affected = affectedByDay(active, active.version, rules);
    await orderRejudging(em, { documentId: active.id, version: rules, cause: 'version_in_force', affected });
    return true;
  });
}
