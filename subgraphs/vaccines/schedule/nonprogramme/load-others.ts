import type { Period } from '../dates.ts';
import { Node } from '../reader.ts';
import { readTables } from './load-tables.ts';
import type { AgeWindow, MonthDay, OtherProgramme, OtherRules, Others, Revaccination, SeasonRule } from './rules.ts';

const NEVER: Period = { months: 0, days: 0 };
const YEAR = 12;

/**
 * Reads the vaccines outside the programme from the document of the schedule, all but rabies, which has rules of its
 * own. Throws ScheduleFormatError.
 */
export function readOthers(document: unknown): Others {
  const root = new Node(document, '$');
  const read = (part: string, programme: OtherProgramme, byLabel = false) =>
    root
      .get(part)
      .list()
      .filter((node) => !node.get('id').text().startsWith('Rab'))
      .map((node) => readOther(node, programme, byLabel));
  const series = [
    ...read('nonNip', 'non-NIP'),
    ...read('keyPopulationVaccines', 'key-population'),
    ...read('byLabelVaccines', 'non-NIP', true),
  ];
  const alternatives = root
    .get('alternatives')
    .list()
    .map((node) => ({
      id: node.get('id').text(),
      series: node.get('series').texts(),
      programme: node.get('programme').texts(),
      source: node.source(),
    }));
  return { series, alternatives };
}

function readOther(node: Node, programme: OtherProgramme, byLabel: boolean): OtherRules {
  const source = node.source();
  const codes = node.get('codes').texts();
  const season = node.opt('seasonal') ? readSeason(node) : null;
  const tables = readTables(node);
  const repeat = node.optPeriod('repeat');
  return {
    id: node.get('id').text(),
    zh: node.get('zh').text(),
    source,
    give: codes,
    members: new Set([...codes, ...node.optTexts('historicalCodes'), ...node.optTexts('combinationCodes')]),
    doses: tables[0]?.doses ?? [],
    groups: [],
    exemptDivisions: [],
    exemptSource: [],
    sex: null,
    bornFrom: null,
    programme,
    tables,
    window: readWindow(node),
    repeat,
    season,
    revaccination: readRevaccination(node),
    counts:
      node
        .opt('counts')
        ?.entries()
        .map(([series]) => series) ?? [],
    onDemand: node.opt('onDemand')?.source() ?? null,
    byLabel: byLabel || (tables.length === 0 && !season && !node.opt('onDemand')),
  };
}

function readWindow(node: Node): OtherRules['window'] {
  const source = node.source();
  const range = node.opt('ageRange');
  const window: AgeWindow = {
    from: range?.get('from').period() ?? node.optPeriod('ageFrom') ?? NEVER,
    before: range ? lastYear(range) : node.optPeriod('ageBefore'),
    importedOnly: false,
    source,
  };
  if (node.opt('sex')?.value === 'female') return { F: window };
  const male = node.opt('maleIndication');
  if (!male) return { F: window, M: window, U: window };
  const imported = male.get('imported');
  return {
    F: window,
    M: {
      from: imported.get('ageFrom').period(),
      before: imported.get('ageBefore').period(),
      importedOnly: true,
      source: male.source(),
    },
  };
}

/** "16 to 60 years" takes in the whole year of being 60. */
function lastYear(range: Node): Period {
  const to = range.get('to').period();
  return range.flag('inclusive') ? { ...to, months: to.months + YEAR } : to;
}

function readRevaccination(node: Node): Revaccination | null {
  const again = node.opt('revaccination');
  if (!again) return null;
  return {
    minInterval: again.get('minInterval').period(),
    times: again.get('times').number(),
    highRisk: again.opt('highRisk') !== null,
    source: again.source(),
  };
}

/** The last rule of the list is the one of those to whom no other applies. */
function readSeason(node: Node): SeasonRule {
  const rules = node.get('rules').list();
  const first = rules[0];
  const usual = rules.at(-1);
  if (!first || !usual || first === usual)
    return node.get('rules').fail('a rule for the first season and one for others');
  const seasonal = node.get('seasonal');
  const nasal = node.get('liveNasal');
  return {
    from: monthDay(seasonal.get('from')),
    to: monthDay(seasonal.get('to')),
    first: {
      id: first.get('id').text(),
      before: first.get('ageBefore').period(),
      doses: first.get('doses').number(),
      minInterval: first.get('minInterval').period(),
    },
    doses: usual.get('doses').number(),
    nasal: {
      code: nasal.get('code').text(),
      from: nasal.get('ageFrom').period(),
      before: nasal.get('ageBefore').period(),
      doses: nasal.get('doses').number(),
    },
  };
}

function monthDay(node: Node): MonthDay {
  const found = /^--(\d{2})-(\d{2})$/.exec(node.text()) ?? node.fail('a day of the year --MM-DD');
  return { month: Number(found[1]), day: Number(found[2]) };
}
