import type { DoctorWords } from '@miaoben/schedule';
import { doctor as chinese } from '@miaoben/schedule/messages/zh-CN/doctor';
import { signal } from '@preact/signals';
import { locale, registerEnglish } from './locale.ts';

const english = signal<DoctorWords | null>(null);
void registerEnglish(async () => {
  english.value ??= (await import('@miaoben/schedule/messages/en/doctor')).doctor;
});

/** What the engine tells a doctor, in the language on screen. */
export const doctorWords = (): DoctorWords => (locale.value === 'en' && english.value) || chinese;
