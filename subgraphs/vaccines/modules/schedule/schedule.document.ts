import {
  addYears,
  checkScheduleFormat,
  forecastOthers,
  loadSchedule,
  type Schedule,
  ScheduleFormatError,
  type Subject,
  scheduleVersions,
  type VersionChoice,
} from '@miaoben/schedule';
import type { FindingCode, ScheduleLayer, ScheduleVersion } from './schedule.type.ts';

/** A schedule document with what provinces lay on it. */
export interface ScheduleContent {
  readonly document: unknown;
  readonly layers: readonly unknown[];
}

export interface Finding {
  code: FindingCode;
  path: string;
  message: string;
}

/** One version of a document, ready to judge by. Throws ScheduleFormatError. */
export const loadContent = ({ document, layers }: ScheduleContent, choice: VersionChoice): Schedule =>
  loadSchedule(document, choice, layers);

/** What the engine expects of a place, in words of the trade's language. */
const EXPECTED: Readonly<Record<string, string>> = {
  'an object': '对象',
  'a list': '列表',
  'a value': '必填内容',
  'a text': '文字',
  'a number': '数字',
  'a date': '日期（YYYY-MM-DD）',
  'a calendar date': '日期（YYYY-MM-DD）',
  'an age': '月龄或年龄（ISO 8601，如 P2M）',
  'a period': '时间长度（ISO 8601，如 P28D）',
  'an ISO 8601 duration': '年龄或时间长度（ISO 8601，如 P2M、P28D）',
  'a date YYYY-MM-DD': '日期（YYYY-MM-DD）',
  'no member of this name': '程序文件格式规定的名称',
  'true or false': 'true 或 false',
  'a national vaccine code of 4 digits': '4位疫苗编码',
  'a code of vaccineCodes': '疫苗编码表中的编码',
  'a key of sources or "derived"': '来源列表中的代号',
  'the id of a series': '已有疫苗的代号',
  'an id no other series has': '未被占用的代号',
};

function findingOf(error: ScheduleFormatError): Finding {
  return {
    code: 'invalid',
    path: error.path,
    message: `${error.path} 处不符合程序文件的格式：应为${EXPECTED[error.expected] ?? `（${error.expected}）`}。`,
  };
}

const ANYBODY: Subject = { birthDate: '2020-01-01', sex: 'F', division: '63', conditions: [] };

/** Runs each version as the engine would; the findings name the first wrong place of each. */
export function validate(content: ScheduleContent): Finding[] {
  const findings = new Map<string, Finding>();
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ScheduleFormatError)) throw error;
      findings.set(error.path, findingOf(error));
      return undefined;
    }
  };
  const versions = attempt(() => scheduleVersions(content.document)) ?? [];
  for (const { id, effectiveFrom } of versions) {
    const schedule = attempt(() => loadContent(content, id));
    // What lies outside the programme is read when it is first asked for.
    if (schedule) attempt(() => forecastOthers(ANYBODY, [], schedule, effectiveFrom));
  }
  if (findings.size === 0) attempt(() => checkScheduleFormat(content.document));
  if (findings.size === 0) attempt(() => loadContent(content, 'current'));
  return [...findings.values()];
}

/**
 * Reads an uploaded file: the document, or `{document, layers}`; without layers those in use stay.
 * @returns undefined for what is no JSON object
 */
export function readContent(text: string, layersInUse: readonly unknown[]): ScheduleContent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  if (!('document' in value)) return { document: value, layers: layersInUse };
  return { document: value.document, layers: Array.isArray(value.layers) ? value.layers : layersInUse };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every version of a valid document, oldest first. */
export function versionsOf(content: ScheduleContent): Schedule[] {
  return scheduleVersions(content.document).map((v) => loadContent(content, v.id));
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const marksOf = (value: unknown): string =>
  Array.isArray(value) ? value.filter((v) => typeof v === 'string').join(', ') : (textOf(value) ?? '');
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The versions as the document tells of them. */
export function describeVersions({ document }: ScheduleContent): ScheduleVersion[] {
  const told = new Map(
    listOf(isObject(document) ? document.scheduleVersions : undefined).map((v) => [textOf(v.id), v]),
  );
  return scheduleVersions(document).map((v) => ({
    ...v,
    note: textOf(told.get(v.id)?.note),
    source: marksOf(told.get(v.id)?.source),
  }));
}

export function describeLayers({ layers }: ScheduleContent): ScheduleLayer[] {
  return listOf(layers).map((l) => ({
    id: textOf(l.id) ?? '',
    name: textOf(l.zh) ?? textOf(l.id) ?? '',
    divisions: Array.isArray(l.divisions) ? l.divisions.filter((d) => typeof d === 'string') : [],
    effectiveFrom: textOf(l.effectiveFrom) ?? '',
    effectiveTo: textOf(l.effectiveTo),
    source: marksOf(l.source),
  }));
}

/** The rules of a day in one word: the version in force and the layers that hold. Another word means other rules. */
export function rulesOn(content: ScheduleContent, day: string): string {
  const { id } = loadContent(content, { asOf: day });
  const holding = describeLayers(content).filter(
    (l) => l.effectiveFrom <= day && (l.effectiveTo === null || l.effectiveTo >= day),
  );
  return [id, ...holding.map((l) => l.id)].join('+');
}

/** Whom a change of rules may concern; conservative: nobody it concerns is left out. */
export interface Affected {
  /** nobody: only names, notes and sources differ */
  readonly none?: true;
  /** younger than this many years today; null: of any age */
  readonly underYears: number | null;
  readonly sex: 'F' | null;
  /** YYYY-MM-DD */
  readonly bornFrom: string | null;
}

/** The first day of birth of those affected on a day, both bounds taken; null: none. */
export function bornAfter(affected: Affected, today: string): string | null {
  const young = affected.underYears === null ? null : addYears(today, -affected.underYears);
  if (young === null) return affected.bornFrom;
  return affected.bornFrom !== null && affected.bornFrom > young ? affected.bornFrom : young;
}
