import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKeyring } from '@miaoben/kernel';
import { StartFailure } from './failure.ts';

/** Secrets of one deployment, made at its first start and kept in its data folder. */
export interface Deployment {
  routerSecret: string;
  serviceSecret: string;
  databaseSecret: string;
  keyring: string;
}

export async function openDeployment(dataDir: string): Promise<Deployment> {
  const file = join(dataDir, 'deployment.json');
  try {
    await mkdir(dataDir, { recursive: true });
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text !== undefined) return JSON.parse(text) as Deployment;
    const fresh: Deployment = {
      routerSecret: randomBytes(32).toString('base64url'),
      serviceSecret: randomBytes(32).toString('base64url'),
      databaseSecret: randomBytes(32).toString('base64url'),
      keyring: JSON.stringify(newKeyring()),
    };
    await writeFile(file, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC') throw new StartFailure('The disk is full: the data folder could not be written.');
    if (['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(code ?? ''))
      throw new StartFailure('The data folder cannot be written; set MIAOBEN_DATA to one that can.');
    if (error instanceof SyntaxError)
      throw new StartFailure(
        'deployment.json in the data folder is damaged: restore it from a backup, the encrypted data need its keys.',
      );
    throw error;
  }
}
