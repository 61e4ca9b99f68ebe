import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/clinic.ts';
import { currentInstant } from '../../offline/day.ts';
import { navigate } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { reminders } from './reminder.ts';
import { ring } from './ring.ts';

/** Rings and tells once for each whose observation time is over, on whatever screen (H-19). */
export function ReminderBell() {
  const told = useRef(new Set<string>());
  const open = reminders.value;
  useEffect(() => {
    const look = () => {
      const now = Date.parse(currentInstant());
      const over = open.filter(({ id, endsAt }) => endsAt <= now && !told.current.has(id));
      if (over.length === 0) return;
      for (const { id, person } of over) {
        told.current.add(id);
        const run = () => navigate(`/child/${person.id}/visit`);
        toast(t('observe.overOf', { name: person.name }), { label: t('observe.end'), run });
      }
      ring();
    };
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [open]);
  return null;
}
