import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type ButtonVariant = 'plain' | 'primary' | 'danger' | 'quiet';

interface Look {
  variant?: ButtonVariant;
  icon?: IconName;
  /** Takes the whole width. */
  wide?: boolean;
  children?: ComponentChildren;
}

interface ButtonProps extends Look {
  type?: 'button' | 'submit';
  /** Work is going on: a spinner, and no second press. */
  busy?: boolean;
  disabled?: boolean;
  onClick?: () => void;
  /** Name for a screen reader when the button shows an icon only. */
  label?: string;
  id?: string;
}

const classOf = ({ variant = 'plain', wide, children }: Look): string =>
  ['button', `button-${variant}`, wide && 'button-wide', !children && 'button-icon'].filter(Boolean).join(' ');

/** A button that acts. While busy it keeps focus and tells so. */
export function Button(props: ButtonProps) {
  const { type = 'button', icon, busy = false, disabled = false, onClick, label, id, children } = props;
  const press = (event: Event) => {
    if (busy || disabled) event.preventDefault();
    else onClick?.();
  };
  return (
    <button
      type={type}
      id={id}
      class={classOf(props)}
      aria-label={label}
      aria-busy={busy}
      aria-disabled={busy || disabled}
      onClick={press}
    >
      {busy ? <span class="spinner" /> : icon && <Icon name={icon} size={20} />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere. */
export function ButtonLink(props: Look & { href: string; label?: string }) {
  return (
    <a class={classOf(props)} href={props.href} aria-label={props.label}>
      {props.icon && <Icon name={props.icon} size={20} />}
      {props.children}
    </a>
  );
}
