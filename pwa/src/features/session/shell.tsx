import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/common.ts';
import { updateState } from '../../sw/update.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { route } from '../../ui/router.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { type Audience, pathOf } from './audience.ts';
import type { Menu as MenuComponent } from './menu.tsx';
import { online } from './online.ts';

/** An area of an audience, in its navigation. */
export interface NavItem {
  /** Route inside this document, e.g. `/search`. */
  route: string;
  label: string;
  icon: IconName;
  /** Further routes of the area, reached from its first screen. */
  also?: readonly string[];
}

/** The frame of every signed-in screen: head, areas, menu, body, toasts. Stands once, around the routes. */
export function Shell({
  audience,
  nav = [],
  status,
  bell,
  children,
}: {
  audience: Audience;
  nav?: readonly NavItem[];
  /** Beside the menu: what must always be in sight (e.g. the outbox). */
  status?: ComponentChildren;
  /** Before the menu: the way to the messages. */
  bell?: ComponentChildren;
  children: ComponentChildren;
}) {
  const [Menu, setMenu] = useState<typeof MenuComponent | null>(null);
  const openMenu = async () => {
    // Opened rarely, so fetched when opened.
    const module = await import('./menu.tsx');
    setMenu(() => module.Menu);
  };
  return (
    <>
      <button type="button" class="button shell-skip no-print" onClick={skipToMain}>
        {t('menu.skip')}
      </button>
      <header class="shell-header">
        {!online.value && (
          <div class="offline-strip" role="status">
            <Icon name="offline" size={18} />
            {t('state.offline')}
          </div>
        )}
        <div class="shell-bar">
          <a class="shell-brand" href={pathOf(audience)}>
            <Icon name="sprout" />
            {t('app.name')}
          </a>
          {nav.length > 0 ? <Areas nav={nav} /> : <span class="shell-spacer" />}
          <span class="shell-spacer" />
          {status}
          {bell}
          <span class="shell-menu-button">
            <Button variant="quiet" icon="menu" label={t('menu.open')} onClick={() => void openMenu()} />
            {updateState.value !== 'none' && <span class="dot" title={t('update.ready')} />}
          </span>
        </div>
      </header>
      <main class="shell-main" id="main" tabIndex={-1}>
        {children}
      </main>
      {Menu && <Menu onClose={() => setMenu(null)} />}
      <Toasts />
    </>
  );
}

// A button, not a link: the # belongs to the router.
function skipToMain(): void {
  document.getElementById('main')?.focus();
}

/** More areas than this have a line of their own under the head of a wide screen. */
const AREAS_IN_HEAD = 5;

/** Whether the current screen belongs to an area: its first screen, or one below it. */
export const isWithin = (area: string): boolean =>
  route.value === area || (area !== '/' && route.value.startsWith(`${area}/`));

/** A line of links that scrolls sideways on a phone: keeps the current one in sight. @returns goes to the line */
export function useInSight(here: number): RefObject<HTMLElement | null> {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = strip.current?.children[here];
    if (!strip.current || !(link instanceof HTMLElement)) return;
    const start = link.offsetLeft - strip.current.offsetLeft;
    strip.current.scrollLeft = start - (strip.current.clientWidth - link.offsetWidth) / 2;
  }, [here]);
  return strip;
}

function Areas({ nav }: { nav: readonly NavItem[] }) {
  const here = nav.findIndex((item) => [item.route, ...(item.also ?? [])].some(isWithin));
  const strip = useInSight(here);
  return (
    <nav class="shell-nav" ref={strip} aria-label={t('menu.areas')} data-many={nav.length > AREAS_IN_HEAD || undefined}>
      {nav.map((item, index) => {
        const isHere = index === here;
        return (
          <a key={item.route} href={`#${item.route}`} aria-current={isHere ? 'page' : undefined}>
            <Icon name={item.icon} size={22} />
            {item.label}
          </a>
        );
      })}
    </nav>
  );
}

/** One screen in the body: its heading takes focus when it appears, so that a screen reader starts there. */
export function Page({
  title,
  back,
  aside,
  narrow = false,
  children,
}: {
  title: string;
  /** Route of the screen above this one. */
  back?: string;
  /** Beside the heading. */
  aside?: ComponentChildren;
  /** A reading width, for forms and texts. */
  narrow?: boolean;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  useEffect(() => {
    // Not on the first screen of a document: there the browser's own start is right.
    if (history.length > 1 && document.activeElement !== document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class={narrow ? 'shell-narrow' : undefined}>
      {back !== undefined && (
        <a class="button button-quiet shell-back no-print" href={`#${back}`}>
          <Icon name="back" size={20} />
          {t('action.back')}
        </a>
      )}
      <div class="shell-title">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </div>
      <div class="stack">{children}</div>
    </div>
  );
}
