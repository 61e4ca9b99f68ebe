import { explainProperties } from './explain.properties.test-kit.ts';

explainProperties(200);
