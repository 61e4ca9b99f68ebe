import { type Em, noticeRequested, type Services } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { guardiansOf } from '../lot-recall/lot-recall.repository.ts';
import { reopenNotesOf } from './dose-note.repository.ts';

/**
 * A note that was confirmed as a dose waits for the clinic again when that dose is void, and the family is told. To be called in the
 * transaction that voids.
 */
export async function notesOfVoided(
  em: Em,
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  catalogue: Catalogue,
  doses: readonly { person_id: string; dose_id: string }[],
  by: string,
): Promise<NoticeRequested[]> {
  const notes = await reopenNotesOf(em, doses, by, clock.now());
  if (notes.length === 0) return [];
  const guardians = await guardiansOf(em, [...new Set(notes.map((n) => n.person_id))]);
  return notes.flatMap((note) =>
    guardians
      .filter((g) => g.person_id === note.person_id)
      .map((g) =>
        noticeRequested({ keyring, clock }, 'dose_note_reopened', { accountId: g.account_id }, note.person_id, {
          date: note.given_on,
          vaccine: catalogue.vaccines.get(note.vaccine_code)?.name ?? note.vaccine_code,
        }),
      ),
  );
}
