import '../../ui/tokens.css';
import '../../ui/base.css';
import '../../ui/components.css';
import '../../ui/shell.css';
import { Component, type ComponentChildren, type ComponentType, render } from 'preact';
import { accessToken, account, endSession, refreshSession, restoreAccount } from '../../data/session.ts';
import { t } from '../../i18n/common.ts';
import { restoreLocale } from '../../i18n/locale.ts';
import { registerServiceWorker } from '../../sw/update.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { applyPreferences } from '../../ui/preferences.ts';
import { type Audience, audienceOf, pathOf, signInPath } from './audience.ts';

/** A fault in a screen must not leave a white page. */
class Boundary extends Component<{ children: ComponentChildren }, { isBroken: boolean }> {
  override state = { isBroken: false };
  static override getDerivedStateFromError = () => ({ isBroken: true });

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main class="shell-main shell-narrow">
        <Notice tone="bad" alert title={t('state.broken')}>
          <p>{t('state.brokenHint')}</p>
          <div>
            <Button icon="refresh" onClick={() => location.reload()}>
              {t('action.reload')}
            </Button>
          </div>
        </Notice>
      </main>
    );
  }
}

function mount(App: ComponentType): void {
  const root = document.getElementById('app');
  if (!root) throw new Error('the document has no #app');
  render(
    <Boundary>
      <App />
    </Boundary>,
    root,
  );
}

/** Starts a document that needs nobody signed in (landing, verify). */
export async function startPublic(App: ComponentType): Promise<void> {
  applyPreferences();
  await Promise.all([restoreLocale(), restoreAccount()]);
  mount(App);
  registerServiceWorker();
}

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
