import type { Period } from './dates.ts';
import { readDoses, readOffsets } from './load-doses.ts';
import type { Node } from './reader.ts';
import type { DoseRule } from './schedule.ts';

type Labels = Map<string, Map<string, readonly DoseRule[]>>;

/**
 * Label tables of non-programme products that count for a programme series: what is given by its label counts dose
 * by dose (S26), even where the label allows an earlier age than the programme's table.
 */
export function readLabels(root: Node): Labels {
  const upperAge = root.get('generalRules').get('catchUpUpperAge').get('value').period();
  const labels: Labels = new Map();
  const add = (code: string, series: string, rules: readonly DoseRule[]) => {
    const bySeries = labels.get(code) ?? new Map<string, readonly DoseRule[]>();
    labels.set(code, bySeries.set(series, rules));
  };
  for (const product of root.get('nonNip').list()) {
    const counts = product.opt('counts');
    if (counts) {
      const rules = readDoses(product.get('doses'), upperAge, product.source());
      for (const code of product.get('codes').texts())
        for (const [series] of counts.entries()) add(code, series, rules);
    }
  }
  for (const code of root.get('series').byId('MPSV-A').get('substituteCodes').texts())
    add(code, 'MPSV-A', conjugateLabel(root, code, upperAge));
  for (const [code, rules] of hpvLabels(root, upperAge)) add(code, 'HPV', rules);
  return labels;
}

/** A conjugate's label table; where the data hold none, its ages and intervals are not judged (GK). */
function conjugateLabel(root: Node, code: string, upperAge: Period): DoseRule[] {
  for (const product of root.get('nonNip').list())
    if (product.optTexts('codes').includes(code)) return readDoses(product.get('doses'), upperAge, product.source());
  return readOffsets(root.get('series').byId('MPSV-A').get('doses'), upperAge, ['GK']);
}

/** HPV by label may start at the label's age; the interval of the second dose stays the programme's. */
function hpvLabels(root: Node, upperAge: Period): [string, DoseRule[]][] {
  const series = root.get('series').byId('HPV');
  const codes = new Set([...series.get('codes').texts(), ...series.get('equivalentCodes').texts()]);
  const table = readDoses(series.get('doses'), upperAge, series.source());
  const found: [string, DoseRule[]][] = [];
  for (const product of root.get('nonNip').list()) {
    for (const code of product.opt('codes')?.texts() ?? []) {
      if (!codes.has(code)) continue;
      const minAge = product.get('ageFrom').period();
      found.push([code, table.map((r) => (r.dose === 1 ? { ...r, minAge, source: product.source() } : r))]);
    }
  }
  return found;
}

/** The three-dose course of girls with weak immunity, by the label of the bivalent product. */
export function threeDoseHpv(root: Node, table: readonly DoseRule[], upperAge: Period): DoseRule[] {
  const label = root.get('nonNip').byId('HPV2-3dose');
  return readOffsets(label.get('doses'), upperAge, label.source()).map((rule) =>
    rule.dose === 1 ? { ...table[0]!, source: [...table[0]!.source] } : rule,
  );
}
