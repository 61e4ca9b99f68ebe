import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../gateway/start/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** administrator's login of the PostgreSQL of this test run */
    adminUrl: string;
  }
}

/** One PostgreSQL for the whole run: the server of DATABASE_URL, or an embedded one in a folder of its own. */
export default async function setup(project: TestProject) {
  const given = process.env.DATABASE_URL;
  if (given) {
    project.provide('adminUrl', given);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'miaoben-test-'));
  await chmod(folder, 0o755);
  const postgres = await startPostgres(folder, 0, true);
  project.provide('adminUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
