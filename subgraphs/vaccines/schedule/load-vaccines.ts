import type { Node } from './reader.ts';
import type { SeriesRules, VaccineCode } from './schedule.ts';

/** The parts of the document that hold vaccines outside the programme. */
export const OUTSIDE = ['nonNip', 'keyPopulationVaccines', 'byLabelVaccines'] as const;

/** The national code table, each code with what the spacing and health rules must know of it. */
export function readVaccines(root: Node, series: readonly SeriesRules[]): Map<string, VaccineCode> {
  const injectedLive = new Set<string>();
  const live = new Set<string>();
  const healthRow = new Map<string, string>();
  const outside = OUTSIDE.flatMap((part) => root.get(part).list());
  for (const node of [...root.get('series').list(), ...outside]) markLive(node, live, injectedLive);
  const others = new Map<string, string[]>();
  for (const node of outside) {
    const row = node.opt('healthRow')?.text();
    for (const code of ['codes', 'historicalCodes', 'combinationCodes'].flatMap((k) => node.optTexts(k))) {
      if (row !== undefined) healthRow.set(code, row);
      others.set(code, [...(others.get(code) ?? []), node.get('id').text()]);
    }
  }
  const always = alwaysAllowed(root);
  const twoOneOne = root.get('nonNip').byId('RabV-PEP-4');
  const twice = new Set(twoOneOne.get('codes').texts());
  const firstDay = twoOneOne.get('doses').list()[0]?.get('count').number() ?? twoOneOne.fail('a first day');
  for (const s of series) {
    // A combination keeps the row of its first series: DTaP and IPV are equal in the HIV table.
    for (const code of s.members) if (!healthRow.has(code)) healthRow.set(code, s.id);
    for (const group of s.groups) for (const code of group.codes) healthRow.set(code, group.id);
  }
  for (const code of series.find((s) => s.typeTwo)?.members ?? []) if (live.has(code)) healthRow.set(code, 'bOPV');
  const pertussis = series.find((s) => s.id === 'DTaP')?.members ?? new Set<string>();
  const table = new Map<string, VaccineCode>();
  for (const row of root.get('vaccineCodes').list()) {
    const code = row.get('code').text();
    table.set(code, {
      code,
      name: row.get('name').text(),
      major: row.get('majorCode').text(),
      majorName: row.get('majorName').text(),
      live: live.has(code),
      injectedLive: injectedLive.has(code),
      series: series.filter((s) => s.members.has(code)).map((s) => s.id),
      others: others.get(code) ?? [],
      neverBarred: always.has(code),
      dosesOnOneDay: twice.has(code) ? firstDay : 1,
      healthRow: healthRow.get(code) ?? null,
      pertussis: pertussis.has(code),
    });
  }
  return table;
}

/** After an exposure to rabies nothing forbids the vaccine (SRAB, section 10 of the text). */
function alwaysAllowed(root: Node): ReadonlySet<string> {
  const outside = root.get('nonNip');
  outside.byId('Rabies-rules').get('rules').byId('NO_CONTRAINDICATION');
  return new Set(outside.byId('RabV-PEP-5').get('codes').texts());
}

function markLive(node: Node, live: Set<string>, injectedLive: Set<string>): void {
  for (const [code] of node.opt('liveByCode')?.entries() ?? []) live.add(code);
  for (const code of node.optTexts('liveCodes')) live.add(code);
  for (const option of node.opt('options')?.list() ?? []) markLive(option, live, injectedLive);
  if (!node.flag('live')) return;
  const components = node.opt('componentCodes')?.entries() ?? [];
  for (const code of [...node.optTexts('codes'), ...components.map(([c]) => c)]) {
    live.add(code);
    if (node.flag('injected')) injectedLive.add(code);
  }
}
