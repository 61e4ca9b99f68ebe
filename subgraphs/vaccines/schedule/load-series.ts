import type { Period } from './dates.ts';
import { readDoses } from './load-doses.ts';
import { specialRules } from './load-special.ts';
import type { Node } from './reader.ts';
import type { DoseRule, ProductGroup, Schedule, SeriesRules, VersionInForce } from './schedule.ts';

/** The series of one dated version; what older versions did differently stands inside the series' data. */
export function readSeries(
  root: Node,
  version: VersionInForce,
  versions: readonly VersionInForce[],
  labels: Schedule['labels'],
): SeriesRules[] {
  const upperAge = root.get('generalRules').get('catchUpUpperAge').get('value').period();
  const list: SeriesRules[] = [];
  for (const node of root.get('series').list()) {
    const from = node.opt('effectiveFrom')?.text();
    if (from && from > version.effectiveFrom) continue;
    list.push(readOne(root, node, version, versions, upperAge, labels));
  }
  return list;
}

/** The series that came into the programme after a version. */
export function readLaterSeries(root: Node, version: VersionInForce): Schedule['laterSeries'] {
  return root
    .get('series')
    .list()
    .filter((node) => (node.opt('effectiveFrom')?.text() ?? '') > version.effectiveFrom)
    .map((node) => ({ id: node.get('id').text(), source: node.get('doses').list()[0]!.source() }));
}

function readOne(
  root: Node,
  node: Node,
  version: VersionInForce,
  versions: readonly VersionInForce[],
  upperAge: Period,
  labels: Schedule['labels'],
): SeriesRules {
  const id = node.get('id').text();
  const newest = versions.at(-1)!.id === version.id;
  const options = node.opt('options')?.list() ?? [];
  const table = options[0]?.get('doses') ?? node.opt('doses');
  let doses: DoseRule[] = table ? readDoses(table, upperAge) : [];
  if (table && !newest) doses = doses.map((rule, i) => withPrevious(rule, table.list()[i]));
  const old = oldVersion(node, version);
  if (old) doses = oldDoses(old, doses);
  const exempt = node.opt('notRoutineIn');
  const base: SeriesRules = {
    id,
    zh: node.get('zh').text(),
    source: doses[0]?.source ?? node.opt('ageRange')?.source() ?? [],
    give: node.get('codes').texts(),
    members: new Set([
      ...node.get('codes').texts(),
      ...['historicalCodes', 'combinationCodes', 'substituteCodes', 'equivalentCodes', 'otherCodes'].flatMap((k) =>
        node.optTexts(k),
      ),
      ...(node.opt('componentCodes')?.entries() ?? []).map(([code]) => code),
    ]),
    doses,
    groups: readGroups(node, options, doses, upperAge),
    exemptDivisions: exempt?.get('divisionCodes').texts() ?? [],
    exemptSource: exempt?.source() ?? [],
    sex: node.opt('sex')?.value === 'female' ? 'F' : null,
    bornFrom: node.opt('bornFrom')?.day() ?? null,
  };
  return {
    ...base,
    ...specialRules({
      root,
      node,
      base,
      version,
      versions,
      newest,
      old: oldVersion(root.get('series').byId('DTaP'), version) !== null,
      upperAge,
      labels,
    }),
  };
}

function withPrevious(rule: DoseRule, node: Node | undefined): DoseRule {
  const previous = node?.opt('previousVersion');
  return previous
    ? { ...rule, completeBefore: previous.get('completeBefore').period(), source: previous.source() }
    : rule;
}

function oldVersion(node: Node, version: VersionInForce): Node | null {
  const old = node.opt('oldVersion');
  return old && version.effectiveFrom <= old.get('effectiveTo').text() ? old : null;
}

/** The ages of the old table on the doses of today; the dose at school age was another vaccine (DT). */
function oldDoses(old: Node, doses: readonly DoseRule[]): DoseRule[] {
  const before = old.get('plus').get('age').period();
  return old
    .get('ages')
    .list()
    .map((age, i) => ({
      ...doses[i]!,
      minAge: age.period(),
      recommendedAge: age.period(),
      catchUpBefore: before,
      source: old.source(),
    }));
}

function readGroups(node: Node, options: Node[], doses: readonly DoseRule[], upperAge: Period): ProductGroup[] {
  if (options.length) {
    return options.map((o, i) => ({
      id: o.get('id').text(),
      // Combinations hold the inactivated component: they follow the last, inactivated table.
      codes: [...o.get('codes').texts(), ...(i === options.length - 1 ? node.optTexts('combinationCodes') : [])],
      doses: readDoses(o.get('doses'), upperAge),
    }));
  }
  const live = node.opt('liveByCode');
  if (!live) return [];
  const oral = new Set(live.entries().map(([code]) => code));
  const codes = node.get('codes').texts();
  return [
    { id: 'IPV', codes: codes.filter((c) => !oral.has(c)), doses },
    { id: 'bOPV', codes: codes.filter((c) => oral.has(c)), doses },
  ];
}
