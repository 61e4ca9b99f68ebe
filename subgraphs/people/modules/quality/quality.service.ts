import {
  badInput,
  forbidden,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { coversAny, type Desk, deskOf } from '@miaoben/kernel/desk';
import { readDivision } from '@miaoben/kernel/reach';
import { readNote, readWords } from '@miaoben/kernel/words';
import type { PeopleCtx } from '../../loaders.ts';
import { toPerson } from '../person/person.type.ts';
import { managingUnit } from '../place/places.ts';
import {
  allSwitches,
  countsByRule,
  countsByUnit,
  type FindingFilter,
  type FindingRow,
  type HandoverRow,
  listFindings,
  listHandovers,
  putSwitch,
  type SwitchRow,
  answerFinding as storeAnswer,
  handOver as storeHandover,
} from './finding.repository.ts';
import { beginRun, lastRun } from './quality.repository.ts';
import { RULE_SET, ruleOf } from './quality.rules.ts';
import type {
  QualityFilter,
  QualityFinding,
  QualityHandover,
  QualityRuleInfo,
  QualityRun,
  QualitySummary,
} from './quality.type.ts';
import type { QualityRule } from './quality.vocabulary.ts';

const SEALED = {
  reason: 'quality_switch.reason',
  note: 'quality_handover.note',
  answer: 'quality_finding.answer',
} as const;
const PROVINCE_DIGITS = 2;

type Switches = ReadonlyMap<string, SwitchRow>;
const switchesOf = async (ctx: PeopleCtx): Promise<Switches> =>
  new Map((await allSwitches(ctx.em)).map((s) => [s.rule, s]));
const isOn = (switches: Switches, rule: string): boolean => switches.get(rule)?.is_on ?? true;

const openOr = (ctx: PeopleCtx, sealed: string | null | undefined, context: string): string | null =>
  sealed == null ? null : ctx.keyring.open(sealed, context);

function shapeRule(ctx: PeopleCtx, rule: QualityRule, switches: Switches): QualityRuleInfo {
  const held = switches.get(rule.id);
  const { id, title, titleEn, severity, fields, breaks } = rule;
  return {
    ...{ id, title, titleEn, severity, fields, breaks },
    repair: rule.repair ?? null,
    isOn: isOn(switches, id),
    changedAt: held ? new Date(held.changed_at) : null,
    changedBy: held ? { id: held.changed_by } : null,
    reason: openOr(ctx, held?.reason_sealed, SEALED.reason),
  };
}

/** @throws BAD_INPUT unknown_code */
export function knownRule(field: string, id: string): QualityRule {
  const rule = ruleOf(id);
  if (!rule) throw badInput(field, 'unknown_code');
  return rule;
}

/** A filter as asked for, checked: rules that are on, inside a desk. */
export async function checkedFilter(ctx: PeopleCtx, filter: QualityFilter): Promise<FindingFilter> {
  const switches = await switchesOf(ctx);
  const on = (filter.rule ? [knownRule('filter.rule', filter.rule)] : RULE_SET.rules).filter((r) =>
    isOn(switches, r.id),
  );
  for (const field of ['clinic', 'handover'] as const) {
    if (filter[field] && !isUuid(filter[field])) throw badInput(`filter.${field}`, 'format');
  }
  return {
    rules: on.map((r) => r.id),
    division: filter.division ? readDivision(filter.division) : null,
    clinic: filter.clinic,
    handover: filter.handover,
  };
}

/** Query.qualityRules: all of the set, also those switched off. */
export async function qualityRules(ctx: PeopleCtx): Promise<QualityRuleInfo[]> {
  deskOf(ctx.scopeOf('Query.qualityRules'), ctx.claims);
  const switches = await switchesOf(ctx);
  return RULE_SET.rules.map((rule) => shapeRule(ctx, rule, switches));
}

async function runOf(ctx: PeopleCtx): Promise<QualityRun | null> {
  const run = await lastRun(ctx.em);
  if (!run) return null;
  return {
    isRunning: run.state === 'running',
    done: run.done,
    total: run.total,
    startedAt: new Date(run.started_at),
    endedAt: run.ended_at === null ? null : new Date(run.ended_at),
  };
}

/** Query.qualitySummary. */
export async function qualitySummary(ctx: PeopleCtx, division: string | null): Promise<QualitySummary> {
  const desk = deskOf(ctx.scopeOf('Query.qualitySummary'), ctx.claims);
  const filter = await checkedFilter(ctx, { division });
  const switches = await switchesOf(ctx);
  const counts = await countsByRule(ctx.em, desk, filter);
  return {
    version: RULE_SET.version,
    source: RULE_SET.source,
    cards: counts.flatMap(({ rule, files }) => {
      const known = ruleOf(rule);
      return known ? [{ rule: shapeRule(ctx, known, switches), files }] : [];
    }),
    run: await runOf(ctx),
  };
}

/** Query.qualityUnits. */
export async function qualityUnits(ctx: PeopleCtx, filter: QualityFilter) {
  const desk = deskOf(ctx.scopeOf('Query.qualityUnits'), ctx.claims);
  const counts = await countsByUnit(ctx.em, desk, await checkedFilter(ctx, filter));
  return counts.map(({ clinic, files }) => ({ clinic: { id: clinic }, files }));
}

const stateOf = (row: FindingRow): 'open' | 'handed_over' | 'answered' =>
  row.answered_at !== null ? 'answered' : row.handover !== null ? 'handed_over' : 'open';

/** Query.qualityFindings. */
export async function qualityFindings(ctx: PeopleCtx, filter: QualityFilter, first: number, after: string | null) {
  const desk = deskOf(ctx.scopeOf('Query.qualityFindings'), ctx.claims);
  const page = pageRequest(first, after, 2);
  const switches = await switchesOf(ctx);
  const rows = await listFindings(ctx.em, desk, await checkedFilter(ctx, filter), page);
  const persons = await ctx.loaders.person.loadMany(rows.map((r) => r.person_id));
  const { nodes, pageInfo } = toPage(
    rows.map((row, i) => ({ row, person: persons[i] })),
    page,
    ({ row }) => [row.rule, row.person_id],
    (one) => one,
  );
  return {
    pageInfo,
    nodes: nodes.flatMap(({ row, person }): QualityFinding[] => {
      const rule = ruleOf(row.rule);
      // A file that left the area since the last check is shown no longer.
      if (!rule || !person || person instanceof Error) return [];
      return [
        {
          id: `${row.person_id}:${row.rule}`,
          person: toPerson(person),
          rule: shapeRule(ctx, rule, switches),
          division: { code: row.division },
          clinic: { id: row.clinic },
          foundAt: new Date(row.found_at),
          state: stateOf(row),
          answer: openOr(ctx, row.answer_sealed, SEALED.answer),
          answeredBy: row.answered_by === null ? null : { id: row.answered_by },
          answeredAt: row.answered_at === null ? null : new Date(row.answered_at),
        },
      ];
    }),
  };
}

/** Query.qualityHandovers. */
export async function qualityHandovers(ctx: PeopleCtx, first: number, after: string | null) {
  const desk = deskOf(ctx.scopeOf('Query.qualityHandovers'), ctx.claims);
  const page = pageRequest(first, after, 2);
  const switches = await switchesOf(ctx);
  const shape = (row: HandoverRow): QualityHandover => ({
    id: row.id,
    rule: shapeRule(ctx, ruleOf(row.rule)!, switches),
    clinic: { id: row.clinic },
    files: row.files,
    left: row.left_files,
    answered: row.answered,
    note: openOr(ctx, row.note_sealed, SEALED.note),
    by: { id: row.by_account },
    at: new Date(row.at),
  });
  const { nodes, pageInfo } = toPage(
    await listHandovers(ctx.em, desk, page),
    page,
    (r) => [r.at, r.id],
    (r) => r,
  );
  // Of a rule that left the set nothing is left to follow up.
  return { pageInfo, nodes: nodes.filter((row) => ruleOf(row.rule)).map(shape) };
}

/** What holds for all files is decided by the province. */
function provinceOnly(desk: Desk): void {
  if (desk.kind !== 'area' || !desk.divisions.some((d) => d.length <= PROVINCE_DIGITS)) throw forbidden();
}

/** Mutation.switchQualityRule. */
export async function switchRule(
  ctx: PeopleCtx,
  commandId: string,
  input: { rule: string; isOn: boolean; reason: string },
): Promise<QualityRuleInfo> {
  provinceOnly(deskOf(ctx.scopeOf('Mutation.switchQualityRule'), ctx.claims));
  const rule = knownRule('rule', input.rule);
  const reason = readWords(input.reason, 'reason');
  await runCommand(ctx, 'Mutation.switchQualityRule', commandId, input, async (em) => {
    await putSwitch(em, {
      rule: rule.id,
      is_on: input.isOn,
      reason_sealed: ctx.keyring.seal(reason, SEALED.reason),
      changed_by: ctx.claims.account,
      changed_at: ctx.clock.instant(),
    });
    return { outcome: true, subject: rule.id, detail: { isOn: input.isOn } };
  });
  return shapeRule(ctx, rule, await switchesOf(ctx));
}

/** Mutation.recheckQuality: at once when a check is under way already. */
export async function recheck(ctx: PeopleCtx, commandId: string): Promise<QualityRun> {
  provinceOnly(deskOf(ctx.scopeOf('Mutation.recheckQuality'), ctx.claims));
  await runCommand(ctx, 'Mutation.recheckQuality', commandId, {}, async (em) => {
    const at = ctx.clock.instant();
    const began = await beginRun(em, { id: newId(), version: RULE_SET.version, at, by: ctx.claims.account });
    return { outcome: began, detail: { began } };
  });
  const run = await runOf(ctx);
  if (!run) throw notFound();
  return run;
}

/** Mutation.handOverFindings. */
export async function handOver(
  ctx: PeopleCtx,
  commandId: string,
  input: { rule: string; clinic: string; note: string | null },
): Promise<number> {
  const desk = deskOf(ctx.scopeOf('Mutation.handOverFindings'), ctx.claims);
  const rule = knownRule('rule', input.rule);
  const note = readNote(input.note, 'note');
  return runCommand(ctx, 'Mutation.handOverFindings', commandId, input, async (em) => {
    const clinic = await managingUnit(em, input.clinic);
    if (!clinic || !coversAny(desk, [clinic.division_code])) throw badInput('clinic', 'unknown_code');
    const id = newId();
    const files = await storeHandover(em, desk, {
      id,
      rule: rule.id,
      clinic: clinic.id,
      division: clinic.division_code,
      noteSealed: note === null ? null : ctx.keyring.seal(note, SEALED.note),
      by: ctx.claims.account,
      at: ctx.clock.instant(),
    });
    if (files === 0) throw new MiaobenError('CONFLICT', { field: 'rule', reason: 'wrong_state' });
    return { outcome: files, subject: id, detail: { rule: rule.id, clinic: clinic.id, files } };
  });
}

/** Mutation.answerFinding. */
export async function answerFinding(
  ctx: PeopleCtx,
  commandId: string,
  input: { personId: string; rule: string; answer: string },
): Promise<boolean> {
  const desk = deskOf(ctx.scopeOf('Mutation.answerFinding'), ctx.claims);
  const rule = knownRule('rule', input.rule);
  const words = readWords(input.answer, 'answer');
  return runCommand(ctx, 'Mutation.answerFinding', commandId, input, async (em) => {
    const done =
      isUuid(input.personId) &&
      (await storeAnswer(em, desk, {
        personId: input.personId,
        rule: rule.id,
        sealed: ctx.keyring.seal(words, SEALED.answer),
        by: ctx.claims.account,
        at: ctx.clock.instant(),
      }));
    if (!done) throw notFound();
    return { outcome: true, subject: input.personId, detail: { rule: rule.id } };
  });
}
