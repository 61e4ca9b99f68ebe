import type { ComponentType } from 'preact';
import { accessToken, account, endSession, refreshSession, restoreAccount } from '../../data/session.ts';
import { restoreLocale } from '../../i18n/locale.ts';
import { registerServiceWorker } from '../../sw/update.ts';
import { applyPreferences } from '../../ui/preferences.ts';
import { type Audience, audienceOf, pathOf, signInPath } from './audience.ts';
import { mount } from './mount.tsx';

/**
 * Starts a document of one audience. Whoever was signed in on this device gets in at once with what the device holds;
 * the session is renewed meanwhile. Nobody, or another role: off to the sign-in page or their own document.
 */
export async function start(audience: Exclude<Audience, 'home' | 'verify'>, App: ComponentType): Promise<void> {
  applyPreferences();
  const [, held] = await Promise.all([restoreLocale(), restoreAccount()]);
  if (!held) {
    // A cookie may still stand for a user whose stores were cleared by the browser.
    if ((await refreshSession()) !== 'ok') return location.replace(signInPath(audience));
  }
  const role = account.value?.role;
  if (role && audienceOf(role) !== audience) return location.replace(pathOf(audienceOf(role)));
  mount(App);
  registerServiceWorker();
  account.subscribe((who) => {
    if (who === null) location.replace(signInPath(audience));
  });
  if (!accessToken() && (await refreshSession()) === 'ended') await endSession();
}
