import { maskName, normaliseText, parseResidentId } from '@miaoben/identifiers';
import { audit, badInput, MiaobenError } from '@miaoben/kernel';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { PeopleCtx } from '../../loaders.ts';
import { accepted, checkedBirthDate, checkedName } from '../person/person.rules.ts';
import { sealCase } from './case-token.ts';
import { type CaseQuestion, type CaseSummary, searchCases } from './national.port.ts';
import type { OtherProvinceCase, OtherProvinceCases, OtherProvincesInput } from './visitor.type.ts';

const MOST = 10;
const SHOWN_DIGITS = 4;
/** A vaccinator asks for whom she has before her: the number of other look-ups. */
const limiter = new RateLimiterMemory({ points: 20, duration: 60 });

function numberOf(field: string, raw: string): string {
  const { text, suspicions } = normaliseText(raw);
  if (suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  const number = text.replace(/\s/g, '').toUpperCase();
  if (!/^[0-9A-Z()-]{5,40}$/.test(number)) throw badInput(field, 'format');
  // Refused here, a slip of the pen is told as what it is instead of "not found".
  return /^\d{17}[\dX]$/.test(number) ? accepted(field, parseResidentId(number)).number : number;
}

/** @throws BAD_INPUT by field; both ways at once are no question */
function questionOf(input: OtherProvincesInput, today: string): CaseQuestion {
  const { documentNumber, birthCertificateNumber, name, birthDate, sex } = input;
  if ([documentNumber, birthCertificateNumber, name].filter(Boolean).length > 1) throw badInput('input', 'format');
  if (documentNumber) return { documentNumber: numberOf('input.documentNumber', documentNumber) };
  if (birthCertificateNumber)
    return { birthCertificateNumber: numberOf('input.birthCertificateNumber', birthCertificateNumber) };
  if (!name) throw badInput(birthDate ? 'input.name' : 'input.documentNumber', 'required');
  if (!birthDate) throw badInput('input.birthDate', 'required');
  return {
    name: checkedName('input.name', name),
    birthDate: checkedBirthDate(birthDate, today),
    sex: sex === 'U' ? null : (sex ?? null),
  };
}

const shown = (ctx: PeopleCtx, found: CaseSummary): OtherProvinceCase => ({
  caseId: sealCase(ctx, found.caseId),
  maskedName: maskName(found.name),
  sex: found.sex,
  birthDate: found.birthDate,
  province: found.province,
  provinceName: found.provinceName,
  numberEnd: found.documentNumber?.slice(-SHOWN_DIGITS) ?? null,
});

/**
 * Query.searchOtherProvinces. The audit line says by what was asked and how many were shown, not whom or with what words.
 * @throws BAD_INPUT by field; RATE_LIMITED; UNAVAILABLE without a national platform, or when it does not answer
 */
export async function searchOtherProvinces(ctx: PeopleCtx, input: OtherProvincesInput): Promise<OtherProvinceCases> {
  const question = questionOf(input, ctx.clock.today());
  await limiter.consume(ctx.claims.account).catch(() => {
    throw new MiaobenError('RATE_LIMITED');
  });
  const found = ctx.config.provincesUrl === '' ? { failure: 'no way' } : await searchCases(ctx.config, question);
  const isTooMany = !('failure' in found) && Math.max(found.total, found.cases.length) > MOST;
  const cases = 'failure' in found || isTooMany ? [] : found.cases.map((c) => shown(ctx, c));
  const detail = {
    by: Object.keys(question)[0],
    count: cases.length,
    ...('failure' in found && { failure: found.failure }),
  };
  await audit(ctx.em, ctx.claims, 'Query.searchOtherProvinces', undefined, detail);
  if ('failure' in found) throw new MiaobenError('UNAVAILABLE', { part: 'national platform' });
  return { cases, isTooMany };
}
