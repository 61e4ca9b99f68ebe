import { ConfirmPassword } from '../../data/generated/desk.ts';
import type { Answer } from '../../data/post.ts';
import { adoptSession } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';

/** Proves with the password that it is still the same person at the desk, then acts; a wrong password stops it. */
export async function confirmed<T>(password: string, act: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await mutate(ConfirmPassword, { password });
  if (!answer.ok) return answer;
  await adoptSession(answer.data.confirmPassword);
  return act();
}
