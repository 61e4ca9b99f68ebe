import './home.css';
import { account } from '../../data/session.ts';
import { audienceOf, pathOf } from '../../features/session/audience.ts';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/account.ts';
import { t as common } from '../../i18n/common.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { SignInForm } from './sign-in.tsx';

function Way({ href, icon, title, hint }: { href: string; icon: IconName; title: string; hint: string }) {
  return (
    <a class="way" href={href}>
      <Icon name={icon} size={28} />
      <span class="grow">
        <strong>{title}</strong>
        <span class="muted small">{hint}</span>
      </span>
      <Icon name="next" size={20} />
    </a>
  );
}

/** The front door (Q-142, J-119): sign in, register, or verify and look up without either. */
export function Landing() {
  const who = account.value;
  return (
    <Page title={t('landing.title')}>
      <p class="muted">{t('landing.lead')}</p>
      <div class="landing">
        {who ? (
          <section class="card">
            <p>{t('landing.signedIn', { name: who.displayName })}</p>
            <ButtonLink variant="primary" wide href={pathOf(audienceOf(who.role))}>
              {t('landing.enter', { audience: common(`audience.${audienceOf(who.role)}`) })}
            </ButtonLink>
          </section>
        ) : (
          <section class="card">
            <h2>{t('signIn.title')}</h2>
            <SignInForm />
          </section>
        )}
        <div class="stack">
          {!who && (
            <Way href="#/register" icon="people" title={t('landing.register')} hint={t('landing.register.hint')} />
          )}
          <Way href="/verify/" icon="scan" title={t('landing.verify')} hint={t('landing.verify.hint')} />
          <Way href="#/look-up" icon="search" title={t('landing.lookUp')} hint={t('landing.lookUp.hint')} />
          <Way href="#/partner" icon="desk" title={t('landing.partner')} hint={t('landing.partner.hint')} />
          <p class="muted small">{t('landing.who')}</p>
        </div>
      </div>
    </Page>
  );
}
