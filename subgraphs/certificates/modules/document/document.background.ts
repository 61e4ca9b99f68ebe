import type { BackgroundWork, Services } from '@miaoben/kernel';
import { serveSeals } from '../seal/seal.files.ts';
import { serveDocuments } from './document.files.ts';
import { DocumentWorker } from './document.worker.ts';

/** Pictures of seals, the files of certificates, and the worker that makes them. */
export function startSealing(services: Services): BackgroundWork {
  serveSeals(services);
  serveDocuments(services);
  const documents = new DocumentWorker(services);
  documents.start();
  return documents;
}
