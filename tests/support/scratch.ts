import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@miaoben/kernel';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'miaoben-scratch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A new path for a file that is gone once the tests of its test file have run. */
export const scratchPath = (ending: string): string => join(folder, `${newId()}.${ending}`);
