import type { ConsentText } from './text-view.tsx';

/** A vaccine to be decided on, with the words that are read for it. */
export interface SheetItem {
  vaccine: { code: string; name: string };
  text: ConsentText;
}

/** What is to be read on one sheet: one reading is enough where vaccines share their words. */
export function itemsOf(planned: readonly SheetItem[]): SheetItem[] {
  const isRead = ({ text }: SheetItem, before: readonly SheetItem[]) =>
    text.vaccines.length > 0 && before.some((other) => other.text.id === text.id);
  return planned.filter((item, at) => !isRead(item, planned.slice(0, at)));
}
