import { Keyring, newKeyring } from '@miaoben/kernel';
import { expect, it } from 'vitest';
import { valuesOrDecoy } from './showing.decoy.ts';

it('J-59 attack 24: answers for a licence that is not there under whatever keys, one after the other', () => {
  const keyrings = [new Keyring(JSON.stringify(newKeyring())), new Keyring(JSON.stringify(newKeyring()))];
  const names = [...keyrings, ...keyrings].map((keyring) => valuesOrDecoy(keyring, undefined).holderName);
  expect(names).toEqual(['无无无无', '无无无无', '无无无无', '无无无无']);
});
