import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..');
const names = readdirSync(join(import.meta.dirname, 'zh-CN'));
const load = async (locale: string, name: string) =>
  ((await import(`./${locale}/${name}`)) as { default: Record<string, string> }).default;

const placesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[:}]/g)].map(([, name]) => name ?? ''))].sort();

describe('catalogues', () => {
  it.each(names)('%s has the same keys in both languages, and no text is empty', async (name) => {
    const [zh, en] = await Promise.all([load('zh-CN', name), load('en', name)]);
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    expect(Object.entries({ ...zh, ...en }).filter(([, text]) => !text.trim())).toEqual([]);
  });

  it.each(names)('%s uses the same values in both languages', async (name) => {
    const [zh, en] = await Promise.all([load('zh-CN', name), load('en', name)]);
    const differing = Object.keys(zh).filter((key) => `${placesOf(zh[key] ?? '')}` !== `${placesOf(en[key] ?? '')}`);
    expect(differing).toEqual([]);
  });
});

/** Literals with Han characters in a source file; comments do not count, trade terms stand there. */
function chineseLiterals(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateLiteralToken(node);
    if (isText && /\p{Script=Han}/u.test(node.text)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

it('no Chinese text stands outside the catalogues', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !/^(i18n|data[\\/]generated)[\\/]/.test(path),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((path) => chineseLiterals(join(src, path)).length > 0)).toEqual([]);
});
