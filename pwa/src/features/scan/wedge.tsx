import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/visit.ts';
import { navigate } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { readTraceCode } from '../dose/trace-code.ts';
import { createBurst } from './burst.ts';

let takesTrace: ((code: string) => void) | null = null;

/** While a screen stands, trace codes that are scanned anywhere on it are its own. */
export function useScannedTrace(take: (code: string) => void): void {
  useEffect(() => {
    takesTrace = take;
    return () => {
      if (takesTrace === take) takesTrace = null;
    };
  });
}

/** Fields that take letters keep what is scanned into them; a day, a number or a choice has no use for it. */
function isText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && /^(text|search|tel|password|url|email)$/.test(target.type);
}

/**
 * A hand scanner types and ends with Enter. Wherever the focus is, what it reads on a screen of the clinic gets where it belongs:
 * a trace code into the form of the dose, anything else into the search of the line, which opens the one file it finds.
 */
export function Wedge() {
  useEffect(() => {
    const burst = createBurst();
    const listen = (event: KeyboardEvent) => {
      if (isText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const code = burst(event.key, event.timeStamp);
      if (code === null) return;
      // Enter would press the button that has the focus.
      event.preventDefault();
      const trace = readTraceCode(code);
      if (trace === null) navigate(`/?scan=${encodeURIComponent(code)}`);
      else if (takesTrace) takesTrace(trace);
      else toast(t('wedge.noUse', { code: trace }));
    };
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, []);
  return null;
}
