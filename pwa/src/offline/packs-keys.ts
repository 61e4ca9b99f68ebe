/** Keys of the pages of one loading, and of all loadings of an account. */
export const pagesOf = (generation: string): IDBKeyRange => IDBKeyRange.bound([generation], [generation, []]);
export const pagesOfAccount = (account: string): IDBKeyRange =>
  IDBKeyRange.bound([`${account}/`], [`${account}/\uffff`, []]);
/** Keys of the classes an account took along. */
export const underAccount = (account: string): IDBKeyRange => IDBKeyRange.bound(`${account}/`, `${account}/\uffff`);
/** Keys of the answers kept for an account: the account stands before its first space. */
export const answersOfAccount = (account: string): IDBKeyRange => IDBKeyRange.bound(`${account} `, `${account} \uffff`);
