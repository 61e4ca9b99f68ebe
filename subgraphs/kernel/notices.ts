import type { NOTICE_KINDS, NoticeKind, NoticeRequested } from '@miaoben/schema';
import type { Clock } from './clock.ts';
import type { Keyring } from './crypto.ts';
import { newId } from './ids.ts';

/** Values of the sentence of a notice, by the names `NOTICE_KINDS` gives; names of persons are masked. */
export type NoticeParams<K extends NoticeKind> = Record<(typeof NOTICE_KINDS)[K]['params'][number], string>;

/** Identity document of somebody who may have an account. */
export interface HolderDocument {
  readonly type: string;
  readonly number: string;
}

/** What stands encrypted in a `notice.requested` event. */
export interface NoticeContent {
  /** where to send it when no account is known, else null */
  readonly phone: string | null;
  /** the account whose checked document this is comes before the phone */
  readonly document?: HolderDocument;
  /** division whose nearest desk of disease control is told, instead of one account */
  readonly desk?: string;
  /** organisation whose vaccinators, school checkers or employer's accounts are told, instead of one account */
  readonly unit?: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Who is told: an account, a phone number of somebody without one, whoever holds a document, by account or else by phone, or the accounts
 * of disease control nearest above a division, or those of a unit that vaccinates, of a
 * school or of an employer.
 */
export type NoticeRecipient =
  | { readonly accountId: string }
  | { readonly phone: string }
  | { readonly document: HolderDocument; readonly phone: string | null }
  | { readonly desk: string }
  | { readonly unit: string };

const SEALED = 'notice.requested';

/** The event by which a subgraph asks identity to tell somebody something; publish it in the transaction of the change. */
export function noticeRequested<K extends NoticeKind>(
  { keyring, clock }: { keyring: Keyring; clock: Clock },
  kind: K,
  recipient: NoticeRecipient,
  subjectId: string | null,
  params: NoticeParams<K>,
): NoticeRequested {
  const content: NoticeContent = {
    phone: 'phone' in recipient ? recipient.phone : null,
    ...('document' in recipient && { document: recipient.document }),
    ...('desk' in recipient && { desk: recipient.desk }),
    ...('unit' in recipient && { unit: recipient.unit }),
    params,
  };
  return {
    type: 'notice.requested',
    noticeId: newId(),
    kind,
    accountId: 'accountId' in recipient ? recipient.accountId : null,
    subjectId,
    sealed: keyring.seal(JSON.stringify(content), SEALED),
    at: clock.instant().toISOString(),
  };
}

/** @throws when the text was altered or its key is gone */
export const openNotice = (keyring: Keyring, sealed: string): NoticeContent =>
  JSON.parse(keyring.open(sealed, SEALED)) as NoticeContent;
