import type { TestProject } from 'vitest/node';
import { type ReadyLine, removeData, startProduct } from './product.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    product: ReadyLine;
    /** what the start wrote to standard output */
    productOutput: string;
    /** data folder of the product */
    productData: string;
  }
}

/** The product, started once for the journeys and the browser tests by the command a user types. */
export default async function setup(project: TestProject) {
  const product = await startProduct();
  project.provide('product', product.line);
  project.provide('productOutput', product.output());
  project.provide('productData', product.dataDir);
  return async () => {
    await product.interrupt();
    await removeData(product.dataDir);
  };
}
