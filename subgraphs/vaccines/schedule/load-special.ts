import type { Period } from './dates.ts';
import { threeDoseHpv } from './load-labels.ts';
import type { Node } from './reader.ts';
import type { DoseRule, Schedule, SeriesRules, SubstituteRule, VersionInForce } from './schedule.ts';

type Special = Partial<SeriesRules>;

interface Source {
  readonly root: Node;
  readonly node: Node;
  readonly base: SeriesRules;
  readonly version: VersionInForce;
  readonly versions: readonly VersionInForce[];
  readonly newest: boolean;
  /** The version is the one with DT at school age. */
  readonly old: boolean;
  readonly upperAge: Period;
  readonly labels: Schedule['labels'];
}

/** The rules only some series have, by series id. */
export function specialRules(source: Source): Special {
  const { root, node, base, newest, old, upperAge, labels } = source;
  switch (base.id) {
    case 'HepB':
      return { lowWeight: lowWeight(node, base.doses), hepB: readHepB(node) };
    case 'BCG': {
      const step =
        node
          .get('catchUp')
          .list()
          .find((c) => c.opt('requires')) ?? node.fail('a step that requires a test');
      const from = step.get('ageFrom').period();
      const preterm = node.get('notes').byId('PRETERM_31W');
      return {
        skinTest: { from, before: step.optPeriod('ageBefore'), source: step.source() },
        whenStable: { condition: preterm.get('condition').text(), belowG: null, source: preterm.source() },
        onceOnly: node.get('notes').byId('ONCE_ONLY').flag('onceOnly'),
      };
    }
    case 'Polio':
      return { typeTwo: typeTwo(node, newest, base, labels) };
    case 'DT':
      return { dt: dtRule(root, node, old) };
    case 'MMR':
      return { components: components(node) };
    case 'HepA': {
      const mixed =
        node
          .get('interchange')
          .list()
          .find((i) => i.opt('minInterval')) ?? node.fail('an interchange interval');
      return { mixedInterval: mixed.get('minInterval').period() };
    }
    case 'JE':
      return { ...afterImmunoglobulin(source), travel: travelDose(node) };
    case 'MPSV-A':
    case 'MPSV-AC':
      return meningococcal(root, node, base);
    case 'HPV':
      return { immunocompromised: threeDoseHpv(root, base.doses, upperAge), hpvLabels: threeDoseLabels(root, base) };
    default:
      return {};
  }
}

function lowWeight(node: Node, table: readonly DoseRule[]): NonNullable<SeriesRules['lowWeight']> {
  const special = node.get('special').byId('HBSAG_POS_OR_UNKNOWN_UNDER_2000G');
  const ages = special
    .get('rules')
    .list()[1]!
    .get('thenDosesAtAges')
    .list()
    .map((a) => a.period());
  const [first, second, third] = [table[0]!, table[1]!, table[2]!];
  const source = special.source();
  const at = (i: number) => ({ minAge: ages[i]!, recommendedAge: ages[i]!, source });
  // The text gives ages only. The three later doses repeat the 0-1-6 course, so they keep its intervals (derived).
  const shifted = third.intervals.map((i) => ({ from: Number(i.from) + 1, min: i.min }));
  const between = second.intervals.map((i) => ({ from: 2, min: i.min }));
  return {
    id: special.get('id').text(),
    source,
    belowG: special.get('when').get('birthWeightGBelow').number(),
    doses: [
      first,
      { ...second, ...at(0) },
      // The completion age belongs to the rank in the table, which ends with the third dose.
      { ...second, ...at(1), dose: 3, completeBefore: third.completeBefore, intervals: between },
      { ...third, ...at(2), dose: 4, completeBefore: null, intervals: shifted },
    ],
  };
}

function readHepB(node: Node): NonNullable<SeriesRules['hepB']> {
  const special = node.get('special');
  const positive = special.byId('HBSAG_POSITIVE_MOTHER');
  const unknown = special.byId('HBSAG_UNKNOWN_MOTHER');
  const test = special.byId('POST_VACCINATION_TEST');
  const critical = special.byId('CRITICAL_NEWBORN');
  const [when, then] = test.get('rules').list();
  const results = when!.get('results');
  const globulin =
    positive
      .get('rules')
      .list()
      .find((r) => r.opt('give')) ?? positive.fail('a rule that gives HBIG');
  return {
    exposed: [
      { condition: 'HBSAG_POS_MOTHER', id: positive.get('id').text(), source: positive.source() },
      { condition: 'HBSAG_UNKNOWN_MOTHER', id: unknown.get('id').text(), source: unknown.source() },
    ],
    globulinIU: globulin.get('amountIU').number(),
    whenStable: {
      condition: critical.get('condition').text(),
      belowG: critical.get('birthWeightGBelow').number(),
      source: critical.source(),
    },
    test: {
      id: test.get('id').text(),
      from: when!.get('from').period(),
      to: when!.get('to').period(),
      notProtective: results.get('notProtective').texts(),
      done: [...results.get('protective').texts(), ...results.get('infected').texts()],
      moreDoses: then!.get('moreDoses').number(),
      source: test.source(),
    },
  };
}

function travelDose(node: Node): NonNullable<SeriesRules['travel']> {
  const rule = node.get('notRoutineIn').get('travel');
  return {
    condition: rule.get('condition').text(),
    codes: node.get('options').byId(rule.get('option').text()).get('codes').texts(),
    source: rule.source(),
  };
}

/** JE-I after immunoglobulin: a rule of the texts before the one that replaced it. */
function afterImmunoglobulin({ node, version, versions }: Source): Special {
  const option = node.get('options').byId('JE-I');
  const rule = option.get('afterImmunoglobulin');
  const end = versions.find((v) => v.id === rule.get('supersededBy').text()) ?? rule.fail('a known version');
  if (end.effectiveFrom <= version.effectiveFrom) return {};
  return {
    afterImmunoglobulin: {
      id: 'JE-I.afterImmunoglobulin',
      codes: new Set(option.get('codes').texts()),
      min: rule.get('minInterval').period(),
      source: rule.source(),
    },
  };
}

function typeTwo(node: Node, newest: boolean, base: SeriesRules, labels: Schedule['labels']): SeriesRules['typeTwo'] {
  const rules = node.get('catchUp');
  const current = rules.byId('TYPE2_RULE');
  const rule = newest ? current : rules.byId('TYPE2_RULE_2021');
  const codes = current.get('typeIICodes').texts();
  const oral = new Set(
    node
      .get('liveByCode')
      .entries()
      .map(([code]) => code),
  );
  const combination = node.get('combinationCodes').texts()[0]!;
  const fourth = labels.get(combination)?.get(base.id)?.[3] ?? node.fail(`a fourth label dose of ${combination}`);
  return {
    id: rule.get('id').text(),
    codes: new Set(codes),
    ipvCodes: new Set(codes.filter((c) => !oral.has(c))),
    source: rule.source(),
    oneDoseIfBornBefore: newest ? null : rule.get('rule').dateInText(),
    need: base.doses.filter((_, i) => node.get('doses').list()[i]?.opt('product')?.value === 'IPV').length,
    fourthIpv: fourth,
  };
}

function dtRule(root: Node, node: Node, old: boolean): SeriesRules['dt'] {
  const dtap = root.get('series').byId('DTaP');
  const schoolAge = dtap.get('oldVersion').get('plus').get('age').period();
  const range = node.get('ageRange');
  const few = node.get('catchUp').byId('LT3');
  const afterDtap = [4, 5].map((dose) => ({
    doses: dose - 1,
    min: dtap.get('doses').list()[dose - 1]!.get('minIntervals').list()[0]!.get('min').period(),
  }));
  return {
    from: old ? schoolAge : range.get('from').period(),
    before: range.get('before').period(),
    schoolAge,
    routine: old,
    total: Math.max(
      ...few
        .get('intervals')
        .list()
        .map((i) => i.get('dose').number()),
    ),
    intervals: few
      .get('intervals')
      .list()
      .map((i) => ({ dose: i.get('dose').number(), min: i.get('min').period() })),
    afterDtap,
    source: few.source(),
  };
}

function components(node: Node): SeriesRules['components'] {
  const [two, parts] = [
    node
      .get('catchUp')
      .list()
      .find((c) => c.opt('bornFrom')) ?? node.fail('a rule by birth date'),
    node
      .get('catchUp')
      .list()
      .find((c) => c.opt('need')) ?? node.fail('a rule by component'),
  ];
  const extra =
    node
      .get('notes')
      .list()
      .find((n) => n.opt('extraDoseAge'))
      ?.get('extraDoseAge') ?? node.fail('an extra dose');
  return {
    byCode: new Map(
      node
        .get('componentCodes')
        .entries()
        .map(([code, list]) => [code, list.texts()]),
    ),
    need: Object.fromEntries(
      parts
        .get('need')
        .entries()
        .map(([k, n]) => [k, n.number()]),
    ),
    twoDosesIfBornFrom: two.get('bornFrom').day(),
    minInterval: parts.get('minInterval').period(),
    extraDose: { from: extra.get('from').period(), before: extra.get('before').period() },
  };
}

/** Where the second of three doses by label lies, by product, and from what age the label asks for three. */
function threeDoseLabels(root: Node, base: SeriesRules): NonNullable<SeriesRules['hpvLabels']> {
  const found = new Map<string, { second: Period; threeDosesFrom: Period }>();
  for (const product of root.get('nonNip').list()) {
    const codes = product.optTexts('codes').filter((code) => base.members.has(code));
    if (codes.length === 0) continue;
    const two = product.get('twoDose');
    const ages = two.opt('imported') ?? two;
    const second = product.get('doses').list()[1]!.get('offset').period();
    for (const code of codes) found.set(code, { second, threeDosesFrom: ages.get('ageBefore').period() });
  }
  return found;
}

function meningococcal(root: Node, node: Node, base: SeriesRules): Special {
  const a = root.get('series').byId('MPSV-A');
  const split = a.get('doses').list()[0]!.get('catchUpBefore').period();
  const isA = base.id === 'MPSV-A';
  const substitutes: SubstituteRule = {
    codes: new Set(node.get('substituteCodes').texts()),
    before: isA ? split : null,
    from: isA ? null : split,
    labelBelow: isA ? base.doses[0]!.minAge : null,
    notAsSecond: new Set(node.opt('notAsSecond')?.get('codes').texts()),
  };
  if (isA) return { substitutes };
  const steps = node.get('catchUp').list();
  const one = steps.find((s) => s.opt('minAge') && s.opt('minInterval')) ?? node.fail('a step after one MPSV-A');
  const any = steps.find((s) => s.get('when').value === 'any') ?? node.fail('a step for any case');
  const counted = node.get('coverageValidity');
  return {
    substitutes,
    coverageFrom: [counted.get('firstFrom').period(), counted.get('secondFrom').period()],
    acCatchUp: {
      minAge: one.get('minAge').period(),
      afterOneA: one.get('minInterval').period(),
      noRepeatWithin: any.get('minInterval').period(),
      source: one.source(),
    },
  };
}
