import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@miaoben/kernel';
import { onTestFinished } from 'vitest';

/** A new path for a file of the running test; what lies there is gone with the test. */
export function scratchPath(ending: string): string {
  const path = join(tmpdir(), `${newId()}.${ending}`);
  onTestFinished(() => rm(path, { force: true }));
  return path;
}
