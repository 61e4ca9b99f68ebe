import type { SubgraphConfig } from '@miaoben/kernel';
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
/** A sentence without personal data. */
export interface Failure {
  readonly failure: string;
}

async function call(config: SubgraphConfig, at: string, body?: unknown): Promise<Response | Failure> {
  try {
    return await fetch(new URL(at, config.healthRecordsUrl), {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      signal: AbortSignal.timeout(5_000),
    });
  } catch {
    return { failure: 'no answer' };
  }
}

async function read<T>(answer: Response, schema: v.GenericSchema<unknown, T>): Promise<T | Failure> {
  const read = v.safeParse(schema, await answer.json().catch(() => null));
  return read.success ? read.output : { failure: 'answer not understood' };
}

/** The record of a person by name and document; null: the platform has none. The same person gets the same id. Never throws. */
export async function findRecord(
  config: SubgraphConfig,
  person: { name: string; documentType: string; documentNumber: string },
): Promise<{ recordId: string } | null | Failure> {
  const answer = await call(config, '/links', person);
  if ('failure' in answer) return answer;
  if (answer.status === 404) return null;
  return answer.ok ? read(answer, Found) : { failure: `status ${answer.status}` };
}

/** What the platform tells of a record now. Never throws. */
export async function readRecord(config: SubgraphConfig, recordId: string): Promise<PlatformRecord | Failure> {
  const answer = await call(config, `/records/${encodeURIComponent(recordId)}`);
  if ('failure' in answer) return answer;
  return answer.ok ? read(answer, Record) : { failure: `status ${answer.status}` };
}
