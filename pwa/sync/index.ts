export { type FlushPorts, flush, hurryAll, type JournalStore, type Pause } from './flush.ts';
export * from './journal.ts';
export * from './kept.ts';
export * from './pack.ts';
export * from './pull.ts';
export { type ReplicaPage, replicaOf } from './replica.ts';
