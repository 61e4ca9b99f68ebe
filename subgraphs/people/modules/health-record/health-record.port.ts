import type { SubgraphConfig } from '@miaoben/kernel';
import { callPort, type Failure, readPort, statusOf } from '@miaoben/kernel/port';
import * as v from 'valibot';

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Day = v.pipe(v.string(), v.isoDate());
const Found = v.object({ recordId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) });
const Record = v.object({
  updatedOn: Day,
  pastHistory: v.array(v.object({ name: Text, since: v.nullable(Day) })),
  allergies: v.array(v.object({ substance: Text, reaction: v.nullable(Text) })),
  medication: v.array(v.object({ name: Text, usage: v.nullable(Text), until: v.nullable(Day) })),
});
export type PlatformRecord = v.InferOutput<typeof Record>;
/** The record of a person by name and document; null: the platform has none. The same person gets the same id. Never throws. */
export async function findRecord(
  config: SubgraphConfig,
  person: { name: string; documentType: string; documentNumber: string },
): Promise<{ recordId: string } | null | Failure> {
  const answer = await callPort(new URL('/links', config.healthRecordsUrl), { body: person });
  if ('failure' in answer) return answer;
  if (answer.status === 404) return null;
  return answer.ok ? readPort(answer, Found) : statusOf(answer);
}

/** What the platform tells of a record now. Never throws. */
export async function readRecord(config: SubgraphConfig, recordId: string): Promise<PlatformRecord | Failure> {
  const answer = await callPort(new URL(`/records/${encodeURIComponent(recordId)}`, config.healthRecordsUrl));
  if ('failure' in answer) return answer;
  return answer.ok ? readPort(answer, Record) : statusOf(answer);
}
