import type { TraceWords } from '@miaoben/schedule';
import { trace } from '@miaoben/schedule/messages/zh-CN/trace';
import { signal } from '@preact/signals';
import { locale, registerEnglish } from './locale.ts';

const english = signal<TraceWords | null>(null);
void registerEnglish(async () => {
  english.value ??= (await import('@miaoben/schedule/messages/en/trace')).trace;
});

/** The engine's words for the steps of a judgement, in the language on screen. */
export const traceWords = (): TraceWords => (locale.value === 'en' && english.value) || trace;
