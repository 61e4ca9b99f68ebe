import type { ComponentType } from 'preact';
import { restoreLocale } from '../../i18n/locale.ts';
import { registerServiceWorker } from '../../sw/update.ts';
import { applyPreferences } from '../../ui/preferences.ts';
import { mount } from './mount.tsx';

/** Starts a document that needs nobody signed in (landing, verify). */
export async function startPublic(App: ComponentType): Promise<void> {
  applyPreferences();
  await restoreLocale();
  mount(App);
  registerServiceWorker();
}
