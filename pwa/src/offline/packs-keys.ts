/** Keys of the pages of one loading, and of all loadings of an account. */
export const pagesOf = (generation: string): IDBKeyRange => IDBKeyRange.bound([generation], [generation, []]);
export const pagesOfAccount = (account: string): IDBKeyRange =>
  IDBKeyRange.bound([`${account}/`], [`${account}/\uffff`, []]);
