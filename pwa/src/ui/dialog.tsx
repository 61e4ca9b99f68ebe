import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n/common.ts';
import { Button } from './button.tsx';

/**
 * A dialog while it is mounted. The native element keeps focus inside, closes on Escape and gives focus back. A click
 * beside it closes it too, unless `isForm`: half-typed work is not lost by a slip.
 */
export function Dialog({
  title,
  onClose,
  isForm = false,
  isWide = false,
  children,
  actions,
}: {
  title: string;
  onClose: () => void;
  isForm?: boolean;
  /** as wide as a page of paper needs */
  isWide?: boolean;
  children: ComponentChildren;
  actions?: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      // The element has left the page by now, and with it the browser's own memory of where the focus was.
      if (document.activeElement === document.body && opener instanceof HTMLElement && opener.isConnected)
        opener.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog; the click is the pointer's equal of it
    <dialog
      ref={dialog}
      class={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current && !isForm) onClose();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <Button variant="quiet" icon="close" label={t('action.close')} onClick={onClose} />
        </div>
        {children}
        {actions && <div class="dialog-actions">{actions}</div>}
      </div>
    </dialog>
  );
}
