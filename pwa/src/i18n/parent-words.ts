import type { Words } from '@miaoben/schedule';
import { parent as chinese } from '@miaoben/schedule/messages/zh-CN/parent';
import { signal } from '@preact/signals';
import { locale, registerEnglish } from './locale.ts';

const english = signal<Words | null>(null);
void registerEnglish(async () => {
  english.value ??= (await import('@miaoben/schedule/messages/en/parent')).parent;
});

/** What the engine tells a parent, in the language on screen. */
export const parentWords = (): Words => (locale.value === 'en' && english.value) || chinese;
