import { residentIdCheckCharacter } from '@miaoben/identifiers';
import { MiaobenError, sendJson } from '@miaoben/kernel';
import * as v from 'valibot';
import { type Counterpart, readJson, sendPage, startCounterpart } from './counterpart.ts';

const Check = v.object({ name: v.string(), documentNumber: v.string() });

const RULES = `<ul>
<li>passed 通过: a Chinese name of 2 to 20 characters, and an ID number whose check digit is right</li>
<li>failed 不通过: the name ends with 假, or either of them is not so</li>
<li>manual 待人工审核: the name ends with 疑</li>
</ul>`;

/** The rule of the local counterpart, shown at `GET /`. */
export function judge(name: string, documentNumber: string): 'passed' | 'failed' | 'manual' {
  if (name.endsWith('假')) return 'failed';
  if (name.endsWith('疑')) return 'manual';
  const chinese = /^[\p{Script=Han}·]{2,20}$/u.test(name);
  const number = documentNumber.toUpperCase();
  const genuine = /^\d{17}[\dX]$/.test(number) && residentIdCheckCharacter(number.slice(0, 17)) === number[17];
  return chinese && genuine ? 'passed' : 'failed';
}

/** Local counterpart of the real-name service: `POST /checks {name, documentNumber}` → `{result, provider}`. Nothing is stored. */
export function startRealNameCounterpart(port: number): Promise<Counterpart> {
  return startCounterpart(port, async (request, response, url) => {
    if (request.method === 'POST' && url.pathname === '/checks') {
      const check = v.safeParse(Check, await readJson(request));
      if (!check.success) throw new MiaobenError('BAD_INPUT');
      const result = judge(check.output.name, check.output.documentNumber);
      sendJson(response, 200, { result, provider: 'local counterpart' });
      return true;
    }
    if (request.method !== 'GET' || url.pathname !== '/') return false;
    sendPage(response, '实名核验 Real-name check', RULES);
    return true;
  });
}
