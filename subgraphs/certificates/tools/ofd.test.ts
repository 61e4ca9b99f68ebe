import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../../..');
const DATA = join(repository, 'tests/data/ofd');
const ROOT = join(DATA, 'test-root.crt');
const SAMPLE = join(DATA, 'sample-24-doses-sealed.ofd');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ofd-tool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ofd(...args: string[]) {
  const tool = join(import.meta.dirname, 'ofd.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', tool, ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('Q-59 the command ofd check', () => {
  it('writes one line and ends with 0 for an accepted file', () => {
    const line = '{"accepted":true,"structure":true,"references":true,"seal":true,"reasons":[]}\n';
    expect(ofd('check', SAMPLE, '--root', ROOT)).toEqual({ status: 0, stdout: line, stderr: '' });
  });

  it('writes one line and ends with 1 for a refused one', () => {
    const line = '{"accepted":false,"structure":true,"references":false,"seal":true,"reasons":["file_not_covered"]}\n';
    const file = join(DATA, 'hostile-extra-uncovered-file.ofd');
    expect(ofd('check', file, '--root', ROOT)).toEqual({ status: 1, stdout: line, stderr: '' });
  });

  it('refuses bytes that are no file, and one too long to be read, in the same way', () => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '');
    expect(ofd('check', empty, '--root', ROOT)).toMatchObject({ status: 1, stderr: '' });
    const long = join(folder, 'long');
    writeFileSync(long, new Uint8Array(21 * 1024 * 1024));
    expect(ofd('check', long, '--root', ROOT).stdout).toContain('"reasons":["file_too_large"]');
  });

  it.each([
    ['no argument', []],
    ['no root', ['check', SAMPLE]],
    ['another command', ['sign', SAMPLE, '--root', ROOT]],
    ['two files', ['check', SAMPLE, SAMPLE, '--root', ROOT]],
    ['an unknown option', ['check', SAMPLE, '--root', ROOT, '--force']],
    ['a file that is not there', ['check', join(DATA, 'none.ofd'), '--root', ROOT]],
    ['a folder', ['check', DATA, '--root', ROOT]],
    ['a root that is no certificate', ['check', SAMPLE, '--root', SAMPLE]],
  ])('ends with 2 and one sentence for %s', (_, args) => {
    const { status, stdout, stderr } = ofd(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\.\n$/);
  });
});
