import type { Services } from '@miaoben/kernel';
import { PICTURES, serveUploads } from '@miaoben/kernel/uploads';

/** Serves photos of records of other provinces at the signed addresses `Query.pupilProof` hands out. */
export const serveProofs = (services: Services): void => serveUploads(services, 'pupil-proof', PICTURES);
