import { isOpen } from '@miaoben/sync';
import { useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/device.ts';
import { formatAgo } from '../../i18n/format.ts';
import { hurryAll, lastReply } from '../../offline/outbox-sender.ts';
import { journal, storedEntries } from '../../offline/outbox-store.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { EmptyState, Notice } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { online } from '../session/online.ts';
import { Page } from '../session/shell.tsx';
import { EntryCard } from './entry-card.tsx';

/** Everything done on this device that the server has not confirmed, each with its state, reason, age and ways out. */
const OutboxScreen: Screen = () => {
  const id = account.value?.id ?? '';
  const entries = journal.value;
  const open = entries.filter(isOpen).sort((a, b) => rank(a) - rank(b) || a.seq - b.seq);
  const settled = entries.filter((entry) => !isOpen(entry)).sort((a, b) => (b.settledAt ?? 0) - (a.settledAt ?? 0));
  const others = useOthers(id);
  return (
    <Page
      title={t('outbox.title')}
      aside={
        <span class="row">
          {open.some(({ state }) => state === 'waiting') && (
            <Button icon="refresh" onClick={() => void hurryAll(id)}>
              {t('outbox.sendNow')}
            </Button>
          )}
          <ButtonLink variant="quiet" href="#/kept">
            {t('kept.open')}
          </ButtonLink>
        </span>
      }
    >
      <p class="muted">{t('outbox.explain')}</p>
      {lastReply.value !== null && <p class="muted small">{t('bar.synced', { ago: formatAgo(lastReply.value) })}</p>}
      {!online.value && open.length > 0 && <Notice tone="warn">{t('outbox.offline')}</Notice>}
      {others > 0 && <Notice tone="warn">{t('outbox.others', { count: others })}</Notice>}
      {open.length === 0 && <EmptyState icon="check" title={t('outbox.none')} />}
      <ul class="stack">
        {open.map((entry) => (
          <li key={entry.seq}>
            <EntryCard entry={entry} entries={entries} />
          </li>
        ))}
      </ul>
      {settled.length > 0 && (
        <details class="card" open={settled.some(({ outcome }) => outcome?.conflict)}>
          <summary>
            <h2>{t('outbox.done')}</h2>
          </summary>
          <ul class="stack">
            {settled.map((entry) => (
              <li key={entry.seq}>
                <EntryCard entry={entry} entries={entries} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Page>
  );
};
export default OutboxScreen;

/** What needs a person stands in front. */
const rank = ({ state }: { state: string }): number => (state === 'attention' ? 0 : 1);

/** How many entries other accounts left on this device. */
function useOthers(id: string): number {
  const [count, setCount] = useState(0);
  const entries = journal.value;
  useEffect(() => {
    void storedEntries().then((all) => setCount(all.filter((e) => e.account !== id && isOpen(e)).length));
  }, [id, entries]);
  return count;
}
