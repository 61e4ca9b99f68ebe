import {
  type Answer,
  CredentialError,
  issueCode,
  makeIdTag,
  maskName,
  type StatusList,
  type TrustList,
  verifyCodeAt,
} from '@miaoben/credential';
import { scheduleVersions } from '@miaoben/schedule';
import { nipSchedule } from '@miaoben/seeds/reference/nip-schedule';
import { z } from 'zod';
import { seasonOf } from '../modules/key/key.rules.ts';
import type { IssuerFolder } from './issuer-folder.ts';

/** What the command says of a code; of several that fit, the first in this order. */
export const VERDICTS = [
  'unreadable',
  'newer_app_needed',
  'unknown_issuer',
  'altered',
  'key_revoked',
  'expired',
  'not_yet_valid',
  'revoked',
  'status_unknown',
  'genuine',
] as const;
export type Verdict = (typeof VERDICTS)[number];

const isoOf = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function verdictOf({ kind, reason }: Answer): Verdict {
  if (reason === 'key_revoked') return 'key_revoked';
  // No clock of a device is asked here.
  if (kind === 'clock_wrong') return 'status_unknown';
  return kind;
}

/** One JSON verdict for one QR text; what the code claims stands in it only when its signature is good. */
export async function verifyLine(
  text: string,
  held: { trust: TrustList; statusLists: ReadonlyMap<string, StatusList> },
  at: number,
): Promise<object> {
  const answer = await verifyCodeAt(text, { ...held, now: at, clockHighWater: 0 });
  const { reason, codeKind, maskedName, birthDate, result, missing, ruleDate, audience, kid, listAge } = answer;
  const verdict = verdictOf(answer);
  if (maskedName === null) return { verdict, reason };
  return {
    verdict,
    reason,
    kind: codeKind,
    name: maskedName,
    birthDate,
    result,
    missing,
    ruleDate,
    school: audience,
    issued: isoOf(answer.issuedAt),
    expires: isoOf(answer.expiresAt),
    kid,
    listAge,
    listDate: isoOf(answer.listDate),
  };
}

const instant = z.union([
  z.number().int().nonnegative(),
  z.iso.datetime({ offset: true }).transform((text) => Math.floor(Date.parse(text) / 1000)),
  z.iso.date().transform((text) => Math.floor(Date.parse(`${text}T00:00:00+08:00`) / 1000)),
]);
const missingDoses = z.union([
  z.tuple([z.string(), z.number()]).transform(([vaccine, doses]) => ({ vaccine, doses })),
  z.object({ vaccine: z.string(), doses: z.number() }),
]);
const Order = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  kind: z.enum(['static', 'presentation']).default('static'),
  name: z.string().min(1),
  birthDate: z.iso.date(),
  idNumber: z.string().min(1),
  result: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  missing: z.array(missingDoses).nullish(),
  issued: instant,
  expires: instant,
  revoked: z.boolean().default(false),
  school: z.string().nullish(),
});

const failure = (id: string | null, code: string, field: string | null) => ({ id, error: { code, field } });

/**
 * Issues the code of one order. The lists are still to be published.
 * @returns the answer line, and when the code was issued (seconds since 1970-01-01T00:00Z); errors name the field, never its content
 */
export async function issueLine(
  line: string,
  folder: IssuerFolder,
): Promise<{ answer: object; issued: number | null }> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { answer: failure(null, 'not_json', null), issued: null };
  }
  const read = Order.safeParse(json);
  if (!read.success) {
    const given = z.object({ id: z.union([z.string(), z.number()]).transform(String) }).safeParse(json);
    const field = read.error.issues[0]?.path.join('.') ?? null;
    return { answer: failure(given.success ? given.data.id : null, 'bad_field', field), issued: null };
  }
  const { id, kind, name, birthDate, idNumber, result, missing, issued, expires, revoked, school } = read.data;
  const use = kind === 'static' ? 'result' : 'presentation';
  try {
    const { signer, position, listId } = await folder.codeSigner(use, seasonOf(issued));
    const code = await issueCode(
      {
        kind,
        maskedName: maskName(name),
        birthDate,
        result,
        ruleDate: ruleDateOn(issued),
        idTag: makeIdTag(idNumber),
        statusIndex: position,
        missing: missing ?? [],
        issuedAt: issued,
        expiresAt: expires,
        audience: school ?? null,
      },
      signer,
    );
    if (revoked) folder.revoke(listId, position);
    return { answer: { id, qr: code.text }, issued };
  } catch (error) {
    if (error instanceof CredentialError) return { answer: failure(id, error.code, error.field), issued: null };
    throw error;
  }
}

/** First day of the schedule version in force when the code is issued. */
function ruleDateOn(seconds: number): string {
  const day = new Date(seconds * 1000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const versions = scheduleVersions(nipSchedule());
  return (versions.findLast((v) => v.effectiveFrom <= day) ?? versions[0]!).effectiveFrom;
}
