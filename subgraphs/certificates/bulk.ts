/** Fast paths for seeds: plain rows in, one transaction a call. */

export { seedCollection } from './modules/collection/collection.seed.ts';
export { insertLicences } from './modules/licence/licence.seed.ts';
export { takeLicenceTypes } from './modules/licence-type/licence-type.release.ts';
export { seedSchoolRound } from './modules/school-round/school-round.seed.ts';
export { type SealSeed, seedSeals } from './modules/seal/seal.seed.ts';
