import { maskDocumentNumber, maskPhone } from '@miaoben/identifiers';
import type { Keyring } from '@miaoben/kernel';
import type { GuardianFile, PersonFile } from '../person/person.file.ts';
import { SEALED } from '../person/person.stored.ts';
import type { VersionRow } from './history.repository.ts';
import type { FileChange, FileVersion } from './history.type.ts';

type Field = keyof PersonFile;
type State = Partial<Record<Field, unknown>>;

/** Fields of a stored file by their names in the contract, where they differ. */
const NAMES: Partial<Record<Field, string>> = { managingOrgId: 'managingClinic' };

/** Guardians one after the other, `relation:name:phone:ID number` each: what the reader of a history may see of them. */
const guardiansText = (guardians: readonly GuardianFile[]): string | null =>
  guardians
    .map(({ relation, name, phone, documentNumber }) =>
      [relation, name, phone ? maskPhone(phone) : '', documentNumber ? maskDocumentNumber(documentNumber) : ''].join(
        ':',
      ),
    )
    .join(';') || null;

/** A value as text. Nobody who reads histories sees numbers whole: they are the same ones the file masks. */
function textOf(field: Field, value: unknown): string | null {
  if (value == null || value === '') return null;
  if (field === 'guardians') return guardiansText(value as GuardianFile[]);
  if (Array.isArray(value)) return value.join(',') || null;
  const text = String(value);
  if (field === 'documentNumber' || field === 'identityCode') return maskDocumentNumber(text);
  if (field === 'birthCertificate') return maskDocumentNumber(text);
  return field === 'phone' || field === 'emergencyPhone' ? maskPhone(text) : text;
}

/** One field before and after, as histories show it. */
export function changeOf(field: Field, before: State, after: State): FileChange {
  const [was, is] = [before[field], after[field]];
  const [isPlace, isUnit] = [field === 'residence', field === 'managingOrgId'];
  const place = (value: unknown) => (isPlace && value != null ? { code: String(value) } : null);
  const unit = (value: unknown) => (isUnit && value != null ? { id: String(value) } : null);
  const text = (value: unknown) => (isPlace || isUnit ? null : textOf(field, value));
  return {
    field: NAMES[field] ?? field,
    before: text(was),
    after: text(is),
    placeBefore: place(was),
    placeAfter: place(is),
    unitBefore: unit(was),
    unitAfter: unit(is),
  };
}

export function toVersion(keyring: Keyring, row: VersionRow): FileVersion {
  const open = (sealed: string) => JSON.parse(keyring.open(sealed, SEALED.version)) as State;
  const [before, after] = [open(row.before_sealed), open(row.after_sealed)];
  return {
    version: row.version,
    at: new Date(row.at),
    by: { id: row.account_id },
    role: row.role,
    changes: row.changed.map((field) => changeOf(field as Field, before, after)),
  };
}
