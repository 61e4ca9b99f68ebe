import { signal } from '@preact/signals';

/** Somebody whose observation ends at an instant (ms since 1970). */
export interface Reminder {
  id: string;
  person: { id: string; name: string };
  endsAt: number;
}

/** Whom this device reminds of, whatever screen it shows (H-19). */
export const reminders = signal<readonly Reminder[]>([]);

/** Reminds of the end of an observation once. */
export function remindOf(one: Reminder): void {
  if (reminders.peek().some(({ id }) => id === one.id)) return;
  reminders.value = [...reminders.peek(), one];
}

export function forgetReminder(id: string): void {
  reminders.value = reminders.peek().filter((one) => one.id !== id);
}
