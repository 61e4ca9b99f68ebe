import { configFromEnv, runServer } from '@miaoben/kernel';
import { start } from './server.ts';

await runServer(() => start(configFromEnv('certificates')));
