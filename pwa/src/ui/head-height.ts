import { useEffect } from 'preact/hooks';

/** Keeps `--head` at the height of the head that stays in sight: what sticks or is scrolled to on this screen stands below it. */
export function useHeadHeight(): void {
  useEffect(() => {
    const head = document.querySelector('.shell-header');
    if (!head) return;
    const observer = new ResizeObserver(() =>
      document.documentElement.style.setProperty('--head', `${head.clientHeight}px`),
    );
    observer.observe(head);
    return () => observer.disconnect();
  }, []);
}
