import type { BackgroundWork, Services } from '@miaoben/kernel';
import { serveSeals } from '../seal/seal.files.ts';
import { startSubmitting } from '../submission/submission.worker.ts';
import { serveDocuments } from './document.files.ts';
import { DocumentWorker } from './document.worker.ts';

/** Pictures of seals, the files of certificates, and the worker that makes them, and their hand-over to the licence platform. */
export function startSealing(services: Services): BackgroundWork {
  serveSeals(services);
  serveDocuments(services);
  const documents = new DocumentWorker(services);
  documents.start();
  const submissions = startSubmitting(services);
  return {
    async stop() {
      await Promise.all([documents.stop(), submissions.stop()]);
    },
  };
}
