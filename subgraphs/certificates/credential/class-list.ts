import { type Bytes, equalBytes, utf8 } from './bytes.ts';
import { asBytes, asInteger, asMap, decodeStrict } from './cbor.ts';
import { isSignedBy, readSign1 } from './cose.ts';
import { CredentialError } from './errors.ts';
import { sm3 } from './sm3.ts';
import type { TrustList } from './trust-list.ts';

interface ListedDose {
  readonly series: string;
  readonly seriesName: string;
  readonly dose: number;
}

/** What a class list says of one pupil. Days are `YYYY-MM-DD`; the codes are those of the API. */
export interface ListedPupil {
  readonly id: string;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: string | null;
  readonly state: string;
  readonly verdict: string;
  readonly certificateSeen: boolean | null;
  readonly proofState: string | null;
  readonly forClinic: boolean;
  readonly isReissued: boolean;
  readonly noticeType: string | null;
  readonly noticeOn: string | null;
  readonly noticeState: string | null;
  readonly caughtUpOn: string | null;
  readonly managingClinic: { readonly id: string } | null;
  readonly missing: readonly (ListedDose & { readonly earliest: string | null })[];
  readonly caughtUp: readonly ListedDose[];
  readonly listRow: { readonly checkId: string; readonly row: number } | null;
}

/** A class of a round as a device takes it along. Names of organisations are shown beside it and are no part of it. */
export interface ClassListContent {
  /** Instant, ISO 8601 in UTC with milliseconds. */
  readonly takenAt: string;
  readonly round: {
    readonly id: string;
    readonly code: string;
    readonly deadline: string;
    readonly recheckFrom: string;
    readonly recheckTo: string;
  };
  readonly class: {
    readonly id: string;
    readonly grade: string;
    readonly name: string;
    readonly school: { readonly id: string };
  };
  readonly pupils: readonly ListedPupil[];
}

export const CLASS_LIST_LABEL = { type: 0, issued: 1, digest: 2 } as const;
export const CLASS_LIST_TYPE = 'VX-class';
/** The signature holds a digest, never the list. */
const MAX_SIGNATURE_BYTES = 512;
const MAX_SECONDS = 0xffff_ffff;

/** SM3 over the list as JSON text of arrays in a fixed order: the same bytes on the server and on every device. */
export function classListDigest({ takenAt, round, class: own, pupils }: ClassListContent): Bytes {
  const doseOf = ({ series, seriesName, dose }: ListedDose) => [series, seriesName, dose];
  const list = [
    takenAt,
    [round.id, round.code, round.deadline, round.recheckFrom, round.recheckTo],
    [own.id, own.grade, own.name, own.school.id],
    pupils.map((p) => [
      ...[p.id, p.name, p.birthDate, p.sex, p.state, p.verdict, p.certificateSeen, p.proofState, p.forClinic],
      ...[p.isReissued, p.noticeType, p.noticeOn, p.noticeState, p.caughtUpOn, p.managingClinic?.id ?? null],
      p.missing.map((dose) => [...doseOf(dose), dose.earliest]),
      p.caughtUp.map(doseOf),
      p.listRow && [p.listRow.checkId, p.listRow.row],
    ]),
  ];
  return sm3(utf8(JSON.stringify(list)));
}

/** When a list was made, in whole seconds since 1970-01-01T00:00Z. */
export const classListIssued = ({ takenAt }: Pick<ClassListContent, 'takenAt'>): number =>
  Math.floor(Date.parse(takenAt) / 1000);

/**
 * Verifies a class list against the trust list: a class-list key signed this very list, inside its window and not revoked.
 * @param signature the COSE_Sign1 that came with the list
 * @param trust an older trust list may not know the key yet: then `class_list_key` says to fetch it again
 * @throws CredentialError `class_list_key`, `class_list_signature`, `class_list_altered`, `class_list_format`, `envelope`, `cbor`,
 *   `too_long`
 */
export async function verifyClassList(
  signature: Uint8Array,
  content: ClassListContent,
  trust: TrustList,
): Promise<void> {
  const sign1 = readSign1(signature, MAX_SIGNATURE_BYTES);
  const record = trust.keys.get(sign1.kid);
  if (record?.use !== 'class_list' || record.revokedAt !== null) throw new CredentialError('class_list_key');
  if (!(await isSignedBy(sign1, record.key))) throw new CredentialError('class_list_signature');
  const map = asMap(decodeStrict(sign1.payload));
  const issued = asInteger(map?.get(CLASS_LIST_LABEL.issued), 0, MAX_SECONDS);
  const digest = asBytes(map?.get(CLASS_LIST_LABEL.digest), 32);
  if (map?.get(CLASS_LIST_LABEL.type) !== CLASS_LIST_TYPE || issued === null || !digest)
    throw new CredentialError('class_list_format');
  if (issued < record.signFrom || issued > record.signTo) throw new CredentialError('class_list_key', 'window');
  if (issued !== classListIssued(content) || !equalBytes(digest, classListDigest(content)))
    throw new CredentialError('class_list_altered');
}
