import { useEffect } from 'preact/hooks';
import { holdUpdates } from '../sw/update.ts';

/** While `isDirty`, no new version is applied and leaving the page asks first. */
export function useOpenForm(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const release = holdUpdates();
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
      release();
    };
  }, [isDirty]);
}
