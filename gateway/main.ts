import { runServer } from '@miaoben/kernel';
import { gatewayConfigFromEnv } from './config.ts';
import { startGateway } from './server.ts';

await runServer(() => startGateway(gatewayConfigFromEnv()));
