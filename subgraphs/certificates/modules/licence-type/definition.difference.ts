import type { DefinitionField, LicenceDefinition } from './definition.ts';

/** What can differ between two versions of a definition. Closed list. */
export const DEFINITION_DIFFERENCES = [
  'name',
  'holder',
  'field_added',
  'field_removed',
  'field_renamed',
  'field_label',
  'field_type',
  'field_length',
  'field_items',
  'field_range',
  'field_codes',
  'field_required',
  'field_personal',
  'field_document',
  'field_definition',
  'field_order',
  'primary_key',
  'business_date',
  'core',
  'list_columns',
  'filters',
  'management_columns',
  'face',
  'rules',
  'metadata',
  'applications',
] as const;
export type DefinitionDifferenceKind = (typeof DEFINITION_DIFFERENCES)[number];

export interface DefinitionDifference {
  readonly what: DefinitionDifferenceKind;
  /** key of the field in the newer version (the older one for a removed field); null: the type as a whole */
  readonly field: string | null;
  readonly label: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a proposal says beside the definition: what becomes of stored values. */
export interface UpgradeHints {
  /** new key by old key: the values move */
  readonly renamed?: Readonly<Record<string, string>>;
  /** value of a field by key, for rows that have none */
  readonly defaults?: Readonly<Record<string, string | number>>;
  /** by field: new code by old code */
  readonly codes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One step of the upgrade script of stored licences (J-40). Steps run in order; a row that fits no more is reported, not changed. */
export type UpgradeStep =
  | { readonly step: 'rename'; readonly field: string; readonly from: string }
  | { readonly step: 'add'; readonly field: string; readonly value: string | number | null }
  | { readonly step: 'archive'; readonly field: string }
  | { readonly step: 'length'; readonly field: string; readonly from: number; readonly to: number }
  | {
      readonly step: 'codes';
      readonly field: string;
      readonly map: Readonly<Record<string, string>>;
      readonly gone: readonly string[];
    }
  | { readonly step: 'type'; readonly field: string; readonly from: string; readonly to: string }
  | { readonly step: 'require'; readonly field: string; readonly value: string | number | null }
  | { readonly step: 'check'; readonly field: string }
  | { readonly step: 'rekey' }
  | { readonly step: 'reindex' };

/** JSON with sorted keys: the database keeps members in an order of its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
const text = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : canonical(value);
const codesText = (f: DefinitionField): string | null => f.codes?.map((c) => `${c.code} ${c.zh}`).join('、') ?? null;
const rangeText = (f: DefinitionField): string | null =>
  f.min === undefined && f.max === undefined && f.unit === undefined
    ? null
    : `${f.min ?? ''}–${f.max ?? ''}${f.unit ? ` ${f.unit}` : ''}`;

/** A field as people and the definition call it. */
const named = (d: LicenceDefinition, key: string): string => {
  const label = d.fields.find((f) => f.key === key)?.label.zh;
  return label === undefined ? key : `${label}(${key})`;
};
const namesText = (d: LicenceDefinition, names: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(names)
    .flatMap(([name, key]) => (key === undefined ? [] : [`${name} ${named(d, key)}`]))
    .sort()
    .join('；');
const faceText = (d: LicenceDefinition): string =>
  [
    ...d.face.groups.map(
      ({ title, fields }) =>
        `${title ? `${title.zh}/${title.en}：` : ''}${fields.map((key) => named(d, key)).join('、')}`,
    ),
    `二维码${d.face.qr ? '有' : '无'}`,
  ].join('；');
const rulesText = (d: LicenceDefinition): string =>
  d.rules
    .map((rule) => {
      const { word, members } = RULES[rule.kind];
      const names = members.flatMap((member) => (rule as Partial<Record<string, string>>)[member] ?? []);
      return `${word} ${names.map((key) => named(d, key)).join(' → ')}`;
    })
    .join('；');
const KINDS = { extension: '延续或复核', change: '变更', replacement: '补办', cancellation: '注销' } as const;
const applicationsText = (d: LicenceDefinition): string =>
  (d.applications ?? [])
    .map(({ kind, fields, daysBefore, sets, record }) =>
      [
        `${KINDS[kind]} ${fields.map((key) => named(d, key)).join('、')}`.trim(),
        ...(daysBefore === undefined ? [] : [`到期前 ${daysBefore} 日起`]),
        ...Object.entries(sets ?? {}).map(([key, value]) => `${named(d, key)} 记为 ${value}`),
        ...(record === undefined ? [] : [`记入 ${named(d, record)}`]),
      ].join('，'),
    )
    .join('；');
/** In an order of their own: the database keeps members in another. */
const RULES = {
  date_order: { word: '日期先后', members: ['earlier', 'later'] },
  not_in_future: { word: '不晚于今天', members: ['date'] },
  document_agrees: { word: '与身份证号一致', members: ['document', 'birthDate', 'sex'] },
} as const;

/** The fields of the older version that stand in the newer one, by their newer key. */
function pairsOf(before: LicenceDefinition, after: LicenceDefinition, hints: UpgradeHints) {
  const old = new Map(before.fields.map((f) => [f.key, f]));
  const byNewKey = new Map<string, DefinitionField>();
  for (const field of after.fields) {
    const from = Object.entries(hints.renamed ?? {}).find(([, to]) => to === field.key)?.[0];
    const was =
      (from !== undefined && !after.fields.some((f) => f.key === from) && old.get(from)) || old.get(field.key);
    if (was) byNewKey.set(field.key, was);
  }
  return byNewKey;
}

/** How a version differs from the one before it; `before` null for the first version. */
export function differencesOf(
  before: LicenceDefinition | null,
  after: LicenceDefinition,
  hints: UpgradeHints = {},
): DefinitionDifference[] {
  const found: DefinitionDifference[] = [];
  const add = (what: DefinitionDifferenceKind, field: DefinitionField | null, was: unknown, is: unknown) => {
    const [b, a] = [text(was), text(is)];
    if (b !== a) found.push({ what, field: field?.key ?? null, label: field?.label.zh ?? null, before: b, after: a });
  };
  const describe = (f: DefinitionField) => [f.label.zh, f.type, f.maxLength].filter((p) => p !== undefined).join(' ');
  if (!before) {
    for (const f of after.fields) add('field_added', f, null, describe(f));
    return found;
  }
  const pairs = pairsOf(before, after, hints);
  const kept = new Set([...pairs.values()].map((f) => f.key));
  add('name', null, before.name, after.name);
  for (const f of before.fields) if (!kept.has(f.key)) add('field_removed', f, describe(f), null);
  for (const f of after.fields) {
    const was = pairs.get(f.key);
    if (!was) {
      add('field_added', f, null, describe(f));
      continue;
    }
    add('field_renamed', f, was.key, f.key);
    add('field_label', f, `${was.label.zh} / ${was.label.en}`, `${f.label.zh} / ${f.label.en}`);
    add('field_type', f, was.type, f.type);
    add('field_length', f, was.maxLength, f.maxLength);
    add('field_items', f, was.maxItems, f.maxItems);
    add('field_range', f, rangeText(was), rangeText(f));
    add('field_codes', f, codesText(was), codesText(f));
    add('field_required', f, was.required, f.required);
    add('field_personal', f, was.personal, f.personal);
    add('field_document', f, was.documentType ?? was.documentTypeField, f.documentType ?? f.documentTypeField);
    add('field_definition', f, was.definition, f.definition);
  }
  const renamedKeys = new Map([...pairs].map(([key, was]) => [was.key, key]));
  const order = (d: LicenceDefinition, keys: (key: string) => string) =>
    d.fields.map((f) => keys(f.key)).filter((key) => pairs.has(key));
  add('field_order', null, order(before, (k) => renamedKeys.get(k) ?? k).join('、'), order(after, (k) => k).join('、'));
  add('primary_key', null, before.primaryKey.join('、'), after.primaryKey.join('、'));
  add('business_date', null, before.businessDate, after.businessDate);
  add('holder', null, before.holder, after.holder);
  // Compared by what they name, told by what that is called: a new label alone changes none of them.
  const addPart = (
    what: 'core' | 'face' | 'rules' | 'metadata' | 'applications',
    words: (d: LicenceDefinition) => string,
  ) => {
    if (canonical(before[what] ?? null) !== canonical(after[what] ?? null))
      add(what, null, words(before), words(after));
  };
  addPart('core', (d) => namesText(d, d.core));
  add('list_columns', null, before.listColumns.join('、'), after.listColumns.join('、'));
  add('filters', null, before.filters.join('、'), after.filters.join('、'));
  add('management_columns', null, before.managementColumns.join('、'), after.managementColumns.join('、'));
  addPart('face', faceText);
  addPart('rules', rulesText);
  addPart('metadata', (d) => namesText(d, d.metadata));
  addPart('applications', applicationsText);
  return found;
}

/** The upgrade script: what is done to each stored licence, as data. */
export function upgradeSteps(
  before: LicenceDefinition,
  after: LicenceDefinition,
  hints: UpgradeHints = {},
): UpgradeStep[] {
  const steps: UpgradeStep[] = [];
  const pairs = pairsOf(before, after, hints);
  const kept = new Set([...pairs.values()].map((f) => f.key));
  for (const f of before.fields) if (!kept.has(f.key)) steps.push({ step: 'archive', field: f.key });
  for (const f of after.fields) {
    const was = pairs.get(f.key);
    const value = hints.defaults?.[f.key] ?? null;
    if (!was) {
      steps.push({ step: 'add', field: f.key, value });
      continue;
    }
    if (was.key !== f.key) steps.push({ step: 'rename', field: f.key, from: was.key });
    if (was.type !== f.type) steps.push({ step: 'type', field: f.key, from: was.type, to: f.type });
    if ((f.maxLength ?? 0) < (was.maxLength ?? 0)) {
      steps.push({ step: 'length', field: f.key, from: was.maxLength ?? 0, to: f.maxLength ?? 0 });
    }
    const codes = new Set(f.codes?.map((c) => c.code));
    const map = hints.codes?.[f.key] ?? {};
    const gone = (was.codes ?? []).map((c) => c.code).filter((c) => !codes.has(c) && map[c] === undefined);
    if (f.type === 'code' && (gone.length > 0 || Object.keys(map).length > 0)) {
      steps.push({ step: 'codes', field: f.key, map, gone });
    }
    if (f.required && !was.required) steps.push({ step: 'require', field: f.key, value });
    const tighter =
      (f.min ?? -Infinity) > (was.min ?? -Infinity) ||
      (f.max ?? Infinity) < (was.max ?? Infinity) ||
      (f.maxItems ?? Infinity) < (was.maxItems ?? Infinity) ||
      (f.documentType ?? f.documentTypeField) !== (was.documentType ?? was.documentTypeField);
    if (tighter) steps.push({ step: 'check', field: f.key });
  }
  const keyOf = (d: LicenceDefinition) => canonical([d.primaryKey, d.businessDate]);
  if (keyOf(before) !== keyOf(after)) steps.push({ step: 'rekey' });
  const indexOf = (d: LicenceDefinition) =>
    canonical([d.filters, d.core, d.fields.map((f) => [f.key, f.type, f.personal])]);
  if (indexOf(before) !== indexOf(after)) steps.push({ step: 'reindex' });
  return steps;
}
