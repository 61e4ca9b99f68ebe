import type { TestProject } from 'vitest/node';
import { type ReadyLine, removeData, startProduct } from './product.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    product: ReadyLine;
    /** data folder of the product */
    productData: string;
  }
}

/** The product, started once for the journeys and the browser tests by the command a user types. */
export default async function setup(project: TestProject) {
  const product = await startProduct();
  project.provide('product', product.line);
  project.provide('productData', product.dataDir);
  return async () => {
    await product.interrupt();
    await removeData(product.dataDir);
  };
}
