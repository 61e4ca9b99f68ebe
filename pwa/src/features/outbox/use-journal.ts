import { isOpen } from '@miaoben/sync';
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { account, beforeSignOut } from '../../data/session.ts';
import { t } from '../../i18n/device.ts';
import { startContact } from '../../offline/device-contact.ts';
import { startSender } from '../../offline/outbox-sender.ts';
import { journal, openJournal } from '../../offline/outbox-store.ts';

/** The account whose journal is open in this page. */
export const journalOf = signal<string | null>(null);

/** Opens the journal of the signed-in account, sends it and keeps the device in contact as long as the page lives; sign-out warns of what was not sent. @returns whether it is open */
export function useJournal(): boolean {
  const id = account.value?.id;
  const [isOpened, setOpened] = useState(false);
  useEffect(() => {
    if (!id) return;
    let stop = () => {};
    let isOver = false;
    void openJournal(id).then(() => {
      if (isOver) return;
      const stopSending = startSender(id);
      const stopContact = startContact(id);
      stop = () => {
        stopSending();
        stopContact();
      };
      setOpened(true);
      journalOf.value = id;
    });
    const release = beforeSignOut(async () => {
      const count = journal.peek().filter(isOpen).length;
      return count > 0 ? t('signOut.waiting', { count }) : null;
    });
    return () => {
      isOver = true;
      journalOf.value = null;
      stop();
      release();
    };
  }, [id]);
  return isOpened;
}
