import { beforeEach, describe, expect, it, vi } from 'vitest';

const store = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => store.get(key) ?? null,
  setItem: (key: string, value: string) => store.set(key, value),
});
vi.stubGlobal('document', { documentElement: { lang: 'zh-CN' } });

const { catalogue, fill } = await import('./catalogue.ts');
const { locale, restoreLocale, setLocale } = await import('./locale.ts');

describe('a catalogue', () => {
  const load = vi.fn(async () => ({ default: { greet: 'Hello {name}', doses: '{n} {n:dose|doses}' } }));
  const t = catalogue({ greet: '你好，{name}', doses: '{n} 剂' }, load);

  beforeEach(() => setLocale('zh-CN'));

  it('speaks Chinese first and does not fetch English before it is chosen', () => {
    expect(t('greet', { name: '王芳' })).toBe('你好，王芳');
    expect(load).not.toHaveBeenCalled();
  });

  it('speaks English once it is chosen, and remembers the choice', async () => {
    await setLocale('en');
    expect(t('greet', { name: 'Fang' })).toBe('Hello Fang');
    expect(store.get('miaoben.locale')).toBe('en');
    locale.value = 'zh-CN';
    await restoreLocale();
    expect(locale.value).toBe('en');
  });

  it('chooses the plural by the rule of the language', async () => {
    await setLocale('en');
    expect([t('doses', { n: 1 }), t('doses', { n: 2 })]).toEqual(['1 dose', '2 doses']);
  });

  it('does not read values as patterns', () => {
    expect(fill('{a}', { a: '{b}', b: 'no' }, 'zh-CN')).toBe('{b}');
  });
});
