import { isProvincePrefix } from '@miaoben/identifiers';
import type { Em, Services } from '@miaoben/kernel';
import { type Reach, reachesDivision } from '@miaoben/kernel/reach';
import { type Township, townshipsOf } from './places.ts';

/** 大通县桥头镇, 桥头镇 and 桥头 name 桥头镇, if no other township fits as well. */
function townshipNamed(text: string, townships: readonly Township[]): Township | undefined {
  const short = (name: string) => name.replace(/(?:回族|土族|藏族|蒙古族|撒拉族)*(?:乡|镇|街道|街道办事处)$/u, '');
  const tests = [
    (t: Township) => t.name === text,
    (t: Township) => text.endsWith(t.name),
    (t: Township) => short(t.name) === text,
  ];
  for (const test of tests) {
    const fits = townships.filter(test);
    if (fits.length === 1) return fits[0];
  }
  return undefined;
}

/** Reads townships of the reach by name or code of 9 or 12 digits, as they are written in lists. */
export async function townshipReader(
  em: Em,
  services: Pick<Services, 'consumer' | 'peers'>,
  reach: Reach,
  words: Iterable<string>,
): Promise<(word: string) => Township | undefined> {
  const counties = new Set(
    reach.kind === 'area' ? reach.divisions.filter((d) => d.length >= 6).map((d) => d.slice(0, 6)) : [],
  );
  for (const word of words) {
    const code = /^(\d{9})(?:\d{3})?$/.exec(word)?.[1];
    if (code && isProvincePrefix(code.slice(0, 2)) && reachesDivision(reach, code)) counties.add(code.slice(0, 6));
  }
  const townships: Township[] = [];
  for (const county of counties) townships.push(...(await townshipsOf(em, services, county)));
  const byCode = new Map(townships.map((t) => [t.code, t]));
  return (word) => byCode.get(word.slice(0, 9)) ?? townshipNamed(word, townships);
}
