import { expect, it } from 'vitest';
import { readNameSearch } from './search-text.ts';

it.each([
  ['马晓燕', '马晓燕', null],
  ['ma xiaoyan', 'ma xiaoyan', null],
  ['马晓燕 2024-03-01', '马晓燕', '2024-03-01'],
  ['马晓燕，20240301', '马晓燕', '2024-03-01'],
  ['买买提·阿布 2024年3月1日', '买买提·阿布', '2024-03-01'],
  ['mxy 2024/3/1', 'mxy', '2024-03-01'],
])('Q-08 reads %s as a name, with its birth date', (text, name, birthDate) => {
  expect(readNameSearch(text)).toEqual({ name, birthDate });
});

it.each(['630121202403010021', '13897001234', '马晓燕 2024-02-30', '2024-03-01', '马1燕'])(
  'takes %s for no name',
  (text) => {
    expect(readNameSearch(text)).toBeNull();
  },
);
