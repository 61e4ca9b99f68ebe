import { compareNames, type DocumentNumber, isNewbornName, parseDocument } from '@miaoben/identifiers';
import { documentBlind, type Keyring, nameBlind, openIdentity } from '@miaoben/kernel';
import { looksLikeResidentId } from '@miaoben/kernel/imports/cells';
import type { ReadEnv, RowDraft } from '@miaoben/kernel/imports/define';
import { readRow } from '@miaoben/kernel/imports/examine';
import { addFinding, identifierFinding } from '@miaoben/kernel/imports/messages';
import type { SheetCell } from '@miaoben/kernel/sheets/reader';
import type { HolderRow } from '../holder/holder.repository.ts';
import type { Candidate, MatchReason } from '../school-pupil/school-pupil.repository.ts';
import { type RosterValues, rosterColumns } from './roster.columns.ts';

/** A row of the class list as it was understood. */
export interface Pupil {
  readonly draft: RowDraft<RosterValues>;
  /** index of the document number, if the row has one that is right */
  readonly document: string | null;
  /** index of name and birth date, if the row has both */
  readonly name: string | null;
  /** what tells pupils apart: the document index, else name, birth date and sex; null while neither can be read */
  readonly key: string | null;
  /** true when nothing keeps the row from being looked up */
  readonly isSound: boolean;
}

/** Entry type and phone serve people; a mistake in them does not keep the pupil from being checked. */
const NOT_NEEDED: ReadonlySet<string | null> = new Set(['entryType', 'guardianPhone', 'serial', 'studentNumber']);

function readDocument(draft: RowDraft<RosterValues>, { today }: ReadEnv): DocumentNumber | null {
  const { documentType, documentNumber, birthDate, sex } = draft.values;
  if (documentNumber === undefined) return null;
  const guessed = looksLikeResidentId(documentNumber) ? 'RESIDENT_ID' : undefined;
  const type = documentType ?? guessed ?? 'RESIDENT_ID';
  const document = parseDocument(type, documentNumber, today);
  if (!document.ok) {
    addFinding(draft, 'documentNumber', identifierFinding(document));
    return null;
  }
  const { birthDate: born, sex: isSex } = document.value;
  if (born && draft.cells.birthDate == null) {
    const missing = draft.findings.find((f) => f.column === 'birthDate' && f.code === 'required');
    if (missing) missing.suggestion = born;
  }
  if (born && birthDate && born !== birthDate)
    addFinding(draft, 'birthDate', { code: 'birth_date_differs_from_id', suggestion: born });
  if (isSex && sex && isSex !== sex)
    addFinding(draft, 'sex', { code: 'sex_differs_from_id', suggestion: isSex === 'M' ? '男' : '女' });
  return document.value;
}

/** Reads one row. `seen` holds the rows before it by what tells pupils apart; a row is sound when it is not there yet. */
export function readPupil(
  input: { number: number; cells: Record<string, SheetCell> },
  env: ReadEnv,
  keyring: Keyring,
  seen: Map<string, number>,
): Pupil {
  const draft = readRow({ columns: rosterColumns }, { ...input, choice: null, skipped: false }, env);
  const parsed = readDocument(draft, env);
  const { name, birthDate, sex } = draft.values;
  const document = parsed && documentBlind(keyring, parsed.number);
  const named = name !== undefined && birthDate !== undefined ? nameBlind(keyring, name, birthDate) : null;
  const key = document ?? (named && `${named} ${sex ?? ''}`);
  const first = key === null ? undefined : seen.get(key);
  if (first !== undefined) addFinding(draft, null, { code: 'duplicate_in_file', message: `与第${first}行重复` });
  else if (key !== null) seen.set(key, input.number);
  for (const finding of draft.findings) if (NOT_NEEDED.has(finding.column)) finding.severity = 'warning';
  return { draft, document, name: named, key, isSound: !draft.findings.some((f) => f.severity === 'error') };
}

export type Match =
  | { readonly kind: 'file'; readonly holder: HolderRow }
  | { readonly kind: 'candidate'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'no_file' };

/** Open files by their indexes, for the rows of one batch. */
export interface HolderIndex {
  readonly byDocument: ReadonlyMap<string, readonly HolderRow[]>;
  readonly byName: ReadonlyMap<string, readonly HolderRow[]>;
}

const fits = (a: string | undefined, b: string): boolean => a === undefined || b === 'U' || a === b;

/** Why a file may be the pupil's. */
function reasonsOf(pupil: Pupil, holder: HolderRow, isLike: boolean): MatchReason[] {
  const reasons: MatchReason[] = [];
  if (pupil.document !== null && holder.document_blind === pupil.document) reasons.push('same_document');
  else if (pupil.document !== null)
    reasons.push(holder.document_blind === null ? 'no_document_on_file' : 'other_document');
  reasons.push(isLike ? 'same_name_birth_date' : 'other_name');
  const { sex } = pupil.draft.values;
  if (sex !== undefined && holder.sex !== 'U') reasons.push(sex === holder.sex ? 'same_sex' : 'other_sex');
  return reasons;
}

/** More than these are no help to a person who has to decide. */
const MAX_CANDIDATES = 10;
const candidate = (pupil: Pupil, holders: readonly (readonly [HolderRow, boolean])[]): Match => ({
  kind: 'candidate',
  candidates: holders
    .slice(0, MAX_CANDIDATES)
    .map(([holder, isLike]) => ({ personId: holder.person_id, reasons: reasonsOf(pupil, holder, isLike) })),
});

/**
 * The file of a pupil (certificates note, section 5, step 3): exactly one with the document number and a like name; without a
 * document number exactly one with name and birth date. Anything less sure is a candidate, which a person decides.
 */
export function matchPupil(pupil: Pupil, index: HolderIndex, keyring: Keyring): Match {
  const { name, sex } = pupil.draft.values;
  const byDocument = pupil.document === null ? [] : (index.byDocument.get(pupil.document) ?? []);
  const [holder] = byDocument;
  if (holder) {
    const onFile = openIdentity(keyring, holder.sealed).name;
    // A file made at birth may still say 张丽之子.
    const isLike = isNewbornName(onFile) || compareNames(name ?? '', onFile).verdict !== 'no_match';
    return byDocument.length === 1 && isLike
      ? { kind: 'file', holder }
      : candidate(
          pupil,
          byDocument.map((h) => [h, isLike]),
        );
  }
  const byName = (pupil.name === null ? [] : (index.byName.get(pupil.name) ?? [])).filter((h) => fits(sex, h.sex));
  const [namesake] = byName;
  if (!namesake) return { kind: 'no_file' };
  return byName.length === 1 && pupil.document === null
    ? { kind: 'file', holder: namesake }
    : candidate(
        pupil,
        byName.map((h) => [h, true]),
      );
}
