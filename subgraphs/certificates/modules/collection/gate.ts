import type { Keyring } from '@miaoben/kernel';
import { messageOf } from '@miaoben/kernel/imports/messages';
import { INPUT_REASONS, type InputReason } from '@miaoben/schema';
import { entryOf, identifierOf, type LicenceEntry, type Origin, type StoredType } from '../licence/licence.entry.ts';
import { validateRow } from '../licence-type/definition.validate.ts';
import { flagOf, type GateFinding, looseDates, ruleOf } from './batch.rules.ts';
import { FLAG, type SourceRow } from './source.ts';
import type { StagedLicence, StagedRow } from './staging.repository.ts';

/** Words of findings the platform's list has none for, zh-CN. */
const WORDS: Record<string, string> = {
  date_order: '日期先后顺序不正确',
  unknown_field: '标准中没有这一项',
  duplicate: '同一持证人已有一张有效的同类证照',
  flag: '有效标志只能为1或0',
};
const REASONS: ReadonlySet<string> = new Set(INPUT_REASONS);
export const findingMessage = (code: string): string =>
  WORDS[code] ?? (REASONS.has(code) ? messageOf(code as InputReason) : '内容不正确');

const CELLS = 'collection_row.cells';

export const sealCells = (keyring: Keyring, cells: SourceRow['cells']): string =>
  keyring.seal(JSON.stringify(cells), CELLS);
export const openCells = (keyring: Keyring, sealed: string): SourceRow['cells'] =>
  JSON.parse(keyring.open(sealed, CELLS)) as SourceRow['cells'];

export interface GateEnv {
  readonly keyring: Keyring;
  readonly type: StoredType;
  readonly origin: Origin;
  readonly today: string;
}

/** Holds one row against the definition: an entry to be stored, or findings. */
export function readLicence(
  env: GateEnv,
  cells: SourceRow['cells'],
): { entry: LicenceEntry; findings: [] } | { entry: null; findings: (GateFinding & { message: string })[] } {
  const { keyring, type, origin, today } = env;
  const fields: Record<string, unknown> = {};
  for (const [key, cell] of Object.entries(cells)) if (!key.startsWith('$')) fields[key] = cell;
  const { values, findings } = validateRow(type.definition, fields, today);
  const loose = looseDates(type.definition, fields).filter((f) => !findings.some((g) => g.field === f.field));
  if (findings.length === 0 && loose.length === 0) {
    return { entry: entryOf(keyring, type, values, origin, today), findings: [] };
  }
  return {
    entry: null,
    findings: [...findings, ...loose].map((f) => ({
      field: f.field,
      rule: ruleOf(type.definition, f),
      code: f.code,
      message: findingMessage(f.code),
    })),
  };
}

const staged = (typeCode: string, entry: LicenceEntry): StagedLicence => ({
  ...entry,
  identifier: identifierOf(typeCode, entry.issuerCode, entry.licenceId, 1),
});

/** A row of a file as it is staged (J-43, J-46, J-47). */
export function examine(env: GateEnv, row: SourceRow, place: { file: number; number: number }): StagedRow {
  const flag = flagOf(row.cells[FLAG]);
  const { entry, findings } = readLicence(env, row.cells);
  const wrongFlag: StagedRow['findings'] =
    flag === null ? [{ field: FLAG, rule: 'accuracy', code: 'unknown_code', message: findingMessage('flag') }] : [];
  const fit = entry !== null && flag !== null;
  return {
    ...place,
    validFlag: flag ?? 1,
    content: fit ? staged(env.type.code, entry) : null,
    keyBlind: fit ? entry.businessKey : null,
    // Only a valid licence can be a second one of its holder.
    holderBlind: fit && flag === 1 && entry.state === 'valid' ? entry.holderDocumentBlind : null,
    cells: fit ? null : sealCells(env.keyring, row.cells),
    findings: [...findings, ...wrongFlag],
  };
}
