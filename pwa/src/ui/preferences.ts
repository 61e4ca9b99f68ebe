import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const stored = (key: string): string | null => localStorage.getItem(key);

/** Light or dark; follows the system unless chosen. */
export const theme = signal<Theme>((stored('miaoben.theme') as Theme | null) ?? 'system');
/** 适老化: larger type, stronger contrast, fewer words. */
export const elder = signal(stored('miaoben.elder') === 'yes');

/** Keeps the document and the device in step with the choices. */
export function applyPreferences(): void {
  effect(() => {
    const root = document.documentElement;
    if (theme.value === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme.value;
    localStorage.setItem('miaoben.theme', theme.value);
  });
  effect(() => {
    document.documentElement.toggleAttribute('data-elder', elder.value);
    localStorage.setItem('miaoben.elder', elder.value ? 'yes' : 'no');
  });
}
