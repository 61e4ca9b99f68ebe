/** The pure rules of a clinic visit: server and device run the same ones. */
export * from './dose-fields.ts';
export * from './fingerprint.ts';
export * from './moves.ts';
export * from './screening.ts';
