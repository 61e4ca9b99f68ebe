import { useState } from 'preact/hooks';
import { account, signOut } from '../../data/session.ts';
import { t as common } from '../../i18n/common.ts';
import { type Locale, locale, setLocale } from '../../i18n/locale.ts';
import { t } from '../../i18n/menu.ts';
import { t as roleName } from '../../i18n/role.ts';
import { agreeToUpdate, updateState } from '../../sw/update.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Segmented } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { elder, type Theme, theme } from '../../ui/preferences.ts';
import { signInPath } from './audience.ts';

function UpdateNotice() {
  if (updateState.value === 'none') return null;
  return (
    <Notice title={common('update.ready')}>
      <p class="small">{updateState.value === 'agreed' ? t('update.agreed') : t('update.explain')}</p>
      {updateState.value === 'ready' && (
        <div>
          <Button variant="primary" onClick={agreeToUpdate}>
            {t('update.accept')}
          </Button>
        </div>
      )}
    </Notice>
  );
}

function Preferences() {
  return (
    <div class="menu">
      <div class="menu-item">
        <span>{t('menu.size')}</span>
        <Segmented
          legend={t('menu.size')}
          value={elder.value ? 'elder' : 'normal'}
          options={[
            { value: 'normal', label: t('menu.size.normal') },
            { value: 'elder', label: t('menu.size.elder') },
          ]}
          onChange={(value) => {
            elder.value = value === 'elder';
          }}
        />
      </div>
      <div class="menu-item">
        <span>{t('menu.theme')}</span>
        <Segmented
          legend={t('menu.theme')}
          value={theme.value}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`menu.theme.${value}`) }))}
          onChange={(value) => {
            theme.value = value as Theme;
          }}
        />
      </div>
      <div class="menu-item">
        <span>{t('menu.language')}</span>
        <Segmented
          legend={t('menu.language')}
          value={locale.value}
          options={[
            { value: 'zh-CN', label: t('language.zh-CN') },
            { value: 'en', label: t('language.en') },
          ]}
          onChange={(value) => void setLocale(value as Locale)}
        />
      </div>
    </div>
  );
}

/** Ends the session; what a guard holds back is said first. */
export function SignOut({ onDone }: { onDone: () => void }) {
  const [objection, setObjection] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const leave = async (force: boolean) => {
    setBusy(true);
    const found = await signOut(force);
    setBusy(false);
    if (found) setObjection(found);
    // Documents that need a user leave by themselves when there is none.
    else onDone();
  };
  return (
    <>
      {objection && (
        <Notice tone="warn" alert title={t('signOut.blocked')}>
          <p>{objection}</p>
          <div>
            <Button variant="danger" busy={busy} onClick={() => void leave(true)}>
              {t('signOut.force')}
            </Button>
          </div>
        </Notice>
      )}
      <Button icon="signOut" wide busy={busy} onClick={() => void leave(false)}>
        {t('menu.signOut')}
      </Button>
    </>
  );
}

/** The menu behind the button in the head: account, preferences, new version, sign-out. */
export function Menu({ onClose }: { onClose: () => void }) {
  const who = account.value;
  return (
    <Dialog title={t('menu.title')} onClose={onClose}>
      {who && (
        <div class="row">
          <Icon name="person" size={28} />
          <div class="grow">
            <strong>{who.displayName}</strong>
            <p class="muted small">{roleName(who.role)}</p>
          </div>
        </div>
      )}
      <UpdateNotice />
      <Preferences />
      {who ? (
        <SignOut onDone={onClose} />
      ) : (
        <a class="menu-item" href={signInPath('home')}>
          {t('menu.signIn')}
          <Icon name="next" size={20} />
        </a>
      )}
    </Dialog>
  );
}
