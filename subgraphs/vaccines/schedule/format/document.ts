import { loadSchedule, scheduleVersions } from '../load.ts';
import { readOthers } from '../nonprogramme/load-others.ts';
import { readRabies } from '../rabies/rules.ts';
import { Node } from '../reader.ts';
import { alternatives, byLabel, keyPopulation, nonNip } from './outside.ts';
import { series } from './series.ts';
import { age, day, flag, free, list, map, number, object, type Shape, text, texts } from './shape.ts';

const codeTable = list(object({ majorCode: text, majorName: text, code: text, name: text, coverageGroups: texts }));

const rule = object({ source: free }, { text, value: free });

const general: Shape = object(
  {
    catchUpUpperAge: object({ value: age, exclusive: flag, source: free }),
    liveLive: object({ minInterval: age, source: free }, { appliesTo: text }),
    bloodProducts: object(
      { minIntervalAfterProduct: age, observations: texts, immunoglobulins: texts, source: free },
      { appliesTo: text, exempt: texts, products: texts },
    ),
    immunoglobulinAfterMMR: object({ interval: age, source: free }, { text }),
  },
  {
    neverRestart: rule,
    catchUpPriority: rule,
    sameVaccineOtherManufacturer: object({ allowed: flag, source: free }, { condition: text }),
    coadministration: free,
    noIntervalRequired: object({ pairs: texts, source: free }),
    nonNipVsNip: rule,
    seasonality: rule,
    sites: free,
    observation: object({ minutes: number, source: free }),
  },
);

const health: Shape = object(
  {
    contraindications: list(
      object(
        { code: text, text, source: free },
        {
          scope: free,
          permanent: flag,
          defer: flag,
          deferUntil: age,
          forbids: texts,
          postpones: texts,
          fromBirth: flag,
          exempt: texts,
          resumeAfter: object({ from: age }, { to: age }),
        },
      ),
    ),
    hivMatrix: object(
      { conditions: texts, rows: map(text), source: free },
      { columns: texts, legend: map(text), note: text },
    ),
    weakImmunity: object({ conditions: texts, source: free }, { text }),
    notContraindications: list(object({ code: text, zh: text, source: free }, { text })),
  },
  { principles: free, severeSuppressionCD4: free },
);

const document: Shape = object(
  {
    meta: object(
      { title: text, format: text },
      { generated: day, conventions: texts, grace: object({ days: number, source: free }, { note: text }) },
    ),
    sources: map(object({ title: text }, { docNo: text, date: text, access: text, effective: text, status: text })),
    scheduleVersions: list(object({ id: text, effectiveFrom: day, source: free }, { effectiveTo: day, note: text })),
    generalRules: general,
    series: list(series),
    nonNip,
    keyPopulationVaccines: keyPopulation,
    byLabelVaccines: byLabel,
    alternatives,
    specialHealth: health,
    coverage: object(
      { period: list(free) },
      {
        timelyHepB1: free,
        timelyGeneral: free,
        ranking: free,
        earlyDoses: free,
        dropFromDue: free,
        cohortDoses: free,
        fullCourse: free,
      },
    ),
    vaccineCodes: codeTable,
  },
  { validity: list(object({ id: text, source: free }, { text })), doseLists: free },
);

/**
 * Checks a whole schedule document: every member of every object the engine reads is known and of its type, every mark
 * is explained, every code stands in the code table, and every version, vaccine and rule can be read. Stricter than
 * `loadSchedule`, which reads what it needs; for documents somebody has written or changed. `docs/schedule-format.md`
 * describes the members. Throws ScheduleFormatError naming the first wrong place.
 */
export function checkScheduleFormat(json: unknown): void {
  const root = new Node(json, '$');
  document(root);
  const marks = new Set(
    root
      .get('sources')
      .entries()
      .map(([mark]) => mark),
  );
  checkMarks(root, new Set([...marks, 'derived']));
  checkNames(root);
  for (const { id } of scheduleVersions(json)) loadSchedule(json, id);
  readOthers(json);
  readRabies(json);
}

/** Members that hold marks: `source`, and the marks of one part of an object (`ageSource`). */
const MARKS = /^source$|Source$/;

function checkMarks(node: Node, marks: ReadonlySet<string>): void {
  if (Array.isArray(node.value)) for (const item of node.list()) checkMarks(item, marks);
  else if (typeof node.value === 'object' && node.value !== null) {
    for (const [key, member] of node.entries()) {
      if (!MARKS.test(key)) checkMarks(member, marks);
      else
        for (const item of Array.isArray(member.value) ? member.list() : [member])
          if (!known(item.text(), marks)) item.fail('a key of sources or "derived"');
    }
  }
}

/** A mark may be followed by words: `derived from the schedule`. */
const known = (mark: string, marks: ReadonlySet<string>) => marks.has(mark.split(/[ :]/)[0]!);

/** Codes stand in the code table; names of series are those of the document, each once. */
function checkNames(root: Node): void {
  const table = new Set(
    root
      .get('vaccineCodes')
      .list()
      .map((v) => v.get('code').text()),
  );
  const outside = ['nonNip', 'keyPopulationVaccines', 'byLabelVaccines'].flatMap((part) => root.get(part).list());
  const ids = new Set<string>();
  for (const node of [...root.get('series').list(), ...outside]) {
    const id = node.get('id').text();
    if (ids.has(id)) node.get('id').fail('an id no other series has');
    ids.add(id);
    for (const part of [node, ...(node.opt('options')?.list() ?? [])])
      for (const code of part.opt('codes')?.list() ?? [])
        if (!table.has(code.text())) code.fail('a code of vaccineCodes');
  }
  for (const group of root.get('alternatives').list())
    for (const name of [...group.get('series').list(), ...group.get('programme').list()])
      if (!ids.has(name.text())) name.fail('the id of a series');
}
