import { signal } from '@preact/signals';

export type Locale = 'zh-CN' | 'en';

const KEY = 'miaoben.locale';
const loaders = new Set<() => Promise<void>>();

/** The language on screen. Chinese unless chosen otherwise: the language of the trade and of its users. */
export const locale = signal<Locale>('zh-CN');

/** Called by each catalogue once: how to get its English half. */
export async function registerEnglish(load: () => Promise<void>): Promise<void> {
  loaders.add(load);
  if (locale.peek() === 'en') await load();
}

/** Switches the language, after its texts are there. */
export async function setLocale(next: Locale): Promise<void> {
  if (next === 'en') await Promise.all([...loaders].map((load) => load()));
  locale.value = next;
  document.documentElement.lang = next;
  localStorage.setItem(KEY, next);
}

/** Takes up the language chosen last on this device. */
export const restoreLocale = (): Promise<void> =>
  localStorage.getItem(KEY) === 'en' ? setLocale('en') : Promise.resolve();
