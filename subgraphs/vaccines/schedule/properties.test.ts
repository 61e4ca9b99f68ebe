import { engineProperties } from './properties.test-kit.ts';

engineProperties(1000);
