import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { build } from 'esbuild';
import fc from 'fast-check';
import { answerer } from './answer.test-kit.ts';
import { children } from './random-child.test-kit.ts';

/** The engine as a browser gets it: one minified script that defines `engine.answer(text)`, `engine.start(document)`. */
export async function browserBundle(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./answer.test-kit.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'engine',
    platform: 'browser',
    target: 'es2024',
    write: false,
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error('nothing was built');
  return file.text;
}

/** The schedule document as text. */
export const scheduleText = (): string => JSON.stringify(nipSchedule());

/** Runs a script in a room of its own, without anything of Node, and gives its function. */
export function inEmptyRoom(script: string): (text: string) => string {
  const room = createContext({});
  runInContext(script, room);
  runInContext(`const answer = engine.answerer(${scheduleText()})`, room);
  return (text) => {
    const answer: unknown = runInContext(`answer(${JSON.stringify(text)})`, room);
    if (typeof answer !== 'string') throw new Error('no answer');
    return answer;
  };
}

/** The engine as the servers run it: from source. */
export const onServer = answerer(nipSchedule());

/** Random children as JSON text, of a seed that is printed. */
export function someChildren(count: number): { readonly seed: number; readonly texts: readonly string[] } {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const texts = fc.sample(children(), { numRuns: count, seed }).map((child) => JSON.stringify(child));
  process.stdout.write(`${count} children of seed ${seed}\n`);
  return { seed, texts };
}
