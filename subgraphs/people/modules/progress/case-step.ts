import { type Claims, type Em, type Keyring, query } from '@miaoben/kernel';
import { Field, Int, ObjectType } from 'type-graphql';
import { Account } from '../account/account.type.ts';
import { Organisation } from '../person/person.type.ts';

@ObjectType({ description: 'One act in the history of a birth, a move or a death.' })
export class CaseStep {
  @Field(() => Int, { description: 'from 1' })
  number!: number;
  @Field(() => Date)
  at!: Date;
  @Field(() => String)
  action!: string;
  @Field(() => String, { nullable: true, description: 'state before; null for the first step' })
  from!: string | null;
  @Field(() => String, { description: 'state after' })
  to!: string;
  @Field(() => String, { nullable: true, description: 'the words given' })
  reason!: string | null;
  @Field(() => Account, { nullable: true, description: 'null when the platform did it by its setting' })
  by!: Account | null;
  @Field(() => Organisation, { nullable: true, description: 'the unit of who did it' })
  unit!: Organisation | null;
}

/** Who acts: a person of a unit, or the platform itself. */
export type Actor = Pick<Claims, 'account' | 'role'> & { organisation?: string | undefined };
/** What the platform does by its settings. */
export const PLATFORM: Actor = { account: 'platform', role: 'service' };

const SEALED = 'case_step.reason';

interface StepRow {
  case_id: string;
  number: number;
  at: string;
  action: string;
  from_state: string | null;
  to_state: string;
  account_id: string | null;
  unit_id: string | null;
  reason_sealed: string | null;
}
export interface NewStep {
  caseId: string;
  /** the version of the case after the act */
  number: number;
  at: Date;
  action: string;
  from: string | null;
  to: string;
  actor: Actor;
  reason: string | null;
}

/** Adds steps: one statement for any number. */
export async function addSteps(em: Em, keyring: Keyring, steps: readonly NewStep[]): Promise<void> {
  if (steps.length === 0) return;
  const by = steps.map(({ actor }) => (actor.role === 'service' ? null : actor));
  await query(
    em,
    `insert into case_step (case_id, number, at, action, from_state, to_state, account_id, unit_id, reason_sealed)
     select * from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::text[])`,
    [
      steps.map((s) => s.caseId),
      steps.map((s) => s.number),
      steps.map((s) => s.at),
      steps.map((s) => s.action),
      steps.map((s) => s.from),
      steps.map((s) => s.to),
      by.map((b) => b?.account ?? null),
      by.map((b) => b?.organisation ?? null),
      steps.map((s) => (s.reason === null ? null : keyring.seal(s.reason, SEALED))),
    ],
  );
}

/** The histories of cases, oldest step first. */
export async function stepsOf(em: Em, keyring: Keyring, ids: readonly string[]): Promise<Map<string, CaseStep[]>> {
  const rows = await query<StepRow>(em, 'select * from case_step where case_id = any($1::uuid[]) order by number', [
    ids,
  ]);
  const shaped = rows.map((r) => ({
    id: r.case_id,
    step: {
      number: r.number,
      at: new Date(r.at),
      action: r.action,
      from: r.from_state,
      to: r.to_state,
      reason: r.reason_sealed === null ? null : keyring.open(r.reason_sealed, SEALED),
      by: r.account_id === null ? null : { id: r.account_id },
      unit: r.unit_id === null ? null : { id: r.unit_id },
    },
  }));
  return new Map([...Map.groupBy(shaped, (s) => s.id)].map(([id, list]) => [id, list.map((s) => s.step)]));
}
