import { explainProperties } from './explain.properties.test-kit.ts';

explainProperties(20_000);
