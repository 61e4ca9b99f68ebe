import { engineProperties } from './properties.test-kit.ts';

engineProperties(100_000);
